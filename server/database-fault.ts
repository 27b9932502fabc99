import { type DomainError, Unavailable } from "./errors";

/** PostgreSQL's and the driver's words for a database that is gone, going or coming back. */
const gone = new Set([
  ...["CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED", "CONNECT_TIMEOUT"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE"],
  ...["57P01", "57P02", "57P03", "08000", "08003", "08006"],
]);
const full = new Set(["53100", "ENOSPC", "EDQUOT"]);

/** A failure of the database or the disk that a person may be told of, and do something about; null for any other. */
export function databaseFault(error: unknown): DomainError | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as Error & { code?: unknown };
    if (typeof code !== "string") continue;
    if (gone.has(code)) return new Unavailable("databaseGone");
    if (full.has(code)) return new Unavailable("diskFull");
  }
  return null;
}
