import { Refusal } from "./refusal";

const LOOK_FOR_PARENT_MS = 1_000;
const IMPATIENT_MS = 1_000;

export interface Ending {
  /** What to do at the end; the last added is done first. */
  add(close: () => Promise<unknown> | unknown): void;
  /** Ends everything and exits. */
  end(code: number): Promise<void>;
  /** Ends everything, says why, exits with 1. */
  fail(reason: unknown): void;
  /** Aborts when the end begins. */
  signal: AbortSignal;
}

/**
 * Ends everything in order, once: at Ctrl-C, SIGTERM, SIGHUP, or when npm, which started us, is gone. A later
 * Ctrl-C does not wait any longer; what it leaves the next start recovers.
 */
export function makeEnding(): Ending {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const begun = new AbortController();
  const end = async (code: number) => {
    if (begun.signal.aborted) return;
    begun.abort();
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        process.stderr.write(`${sentenceOf(error)}\n`);
      }
    }
    process.exit(code);
  };
  let askedAt = Number.POSITIVE_INFINITY;
  const asked = () => {
    // npm may pass on the very signal that the terminal sent us too.
    if (performance.now() - askedAt > IMPATIENT_MS) process.exit(130);
    if (begun.signal.aborted) return;
    askedAt = performance.now();
    process.stdout.write("\nstopping\n");
    void end(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, asked);
  endWithNpm(() => void end(0));
  return {
    add: (close) => closers.push(close),
    end,
    fail(reason) {
      if (begun.signal.aborted) return;
      process.stderr.write(`\n${sentenceOf(reason)}\n`);
      void end(1);
    },
    signal: begun.signal,
  };
}

function sentenceOf(reason: unknown): string {
  if (reason instanceof Refusal || typeof reason === "string")
    return reason instanceof Refusal ? reason.message : reason;
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}

function endWithNpm(end: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), LOOK_FOR_PARENT_MS).unref();
}
