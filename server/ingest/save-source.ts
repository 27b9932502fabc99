import { and, eq } from "drizzle-orm";
import { source } from "@/db/schema";
import { record } from "../audit/record";
import { NotFound } from "../errors";
import { enqueue } from "../jobs/enqueue";
import type { Scope } from "../scope";

export interface SourceSettings {
  id: number;
  /** Days between two deliveries, as agreed; null: none agreed. */
  expectedEvery: number | null;
  /** Its purchases are a sample of lines: how often people come cannot be read from them. */
  sampleOfLines: boolean;
}

/** Keeps what was agreed with a source; whether its purchases are a sample decides the rhythms, which are then derived again. */
export async function saveSource(scope: Scope, { id, ...settings }: SourceSettings): Promise<void> {
  const one = and(eq(source.workspaceId, scope.workspaceId), eq(source.id, id));
  const [before] = await scope.db
    .select({ expectedEvery: source.expectedEvery, sampleOfLines: source.sampleOfLines })
    .from(source)
    .where(one);
  if (!before) throw new NotFound("source");
  await scope.db.update(source).set(settings).where(one);
  await record(scope, { action: "data:source", subject: `source:${id}`, before, after: settings });
  if (before.sampleOfLines !== settings.sampleOfLines) await enqueue(scope, "derive-visits", "workspace", {});
}
