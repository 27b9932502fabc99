import { and, eq, inArray } from "drizzle-orm";
import type { Connection } from "@/db/client";
import { type BatchState, importBatch } from "@/db/schema";
import { inWorkspace } from "../scope";

export interface Progress {
  state: Extract<BatchState, "reading" | "merging">;
  step: string;
  doneBytes: number;
  totalBytes: number;
  rows: number;
}

const everyMs = 500;
const pulseMs = 5_000;

/**
 * How far a batch is, told beside its own transaction, so that others see it: to the database at most twice a second,
 * to the caller as often.
 */
export class BatchProgress {
  private told = 0;
  private running: Promise<unknown> = Promise.resolve();
  private current: Progress;
  private pulse: NodeJS.Timeout | undefined;

  constructor(
    private readonly app: Connection,
    private readonly batch: { workspaceId: number; batchId: number; totalBytes: number },
    private readonly clock: () => Date,
    private readonly onProgress: (progress: Progress) => void,
  ) {
    this.current = { state: "reading", step: "reading", doneBytes: 0, totalBytes: batch.totalBytes, rows: 0 };
  }

  /** Also writes while one long statement runs. */
  start(): void {
    this.pulse = setInterval(() => this.tell(), pulseMs);
    this.pulse.unref();
    this.tell();
  }

  update(change: Partial<Progress>): void {
    const isStep = change.step !== undefined && change.step !== this.current.step;
    this.current = { ...this.current, ...change };
    if (isStep || this.clock().getTime() - this.told >= everyMs) this.tell();
  }

  /** Nothing more is told by itself. */
  end(): void {
    clearInterval(this.pulse);
  }

  /**
   * Ends, and waits for what is under way. Never within the import's transaction: a write may wait for a connection that somebody
   * holds who waits for a row of that transaction, which no database sees. One that comes late finds the batch settled.
   */
  async stop(): Promise<void> {
    this.end();
    await this.running;
  }

  private tell(): void {
    this.told = this.clock().getTime();
    const seen = this.current;
    this.onProgress(seen);
    this.running = this.running.then(() => this.write(seen)).catch(() => undefined);
  }

  private async write(seen: Progress): Promise<void> {
    const { workspaceId, batchId } = this.batch;
    const now = this.clock();
    const actor = { kind: "job", name: "import" } as const;
    await inWorkspace(this.app.db, { workspaceId, actor, now }, ({ db }) =>
      db
        .update(importBatch)
        .set({ state: seen.state, doneBytes: seen.doneBytes, heartbeatAt: now })
        .where(
          and(
            eq(importBatch.workspaceId, workspaceId),
            eq(importBatch.id, batchId),
            inArray(importBatch.state, ["queued", "reading", "merging"]),
          ),
        ),
    );
  }
}
