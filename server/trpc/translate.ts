import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { databaseFault } from "../database-fault";
import { DomainError, type ErrorKind, type ErrorParams, Invalid } from "../errors";
import { log } from "../log";

const trpcCode = {
  not_found: "NOT_FOUND",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
  invalid: "UNPROCESSABLE_CONTENT",
  limit: "TOO_MANY_REQUESTS",
  unauthenticated: "UNAUTHORIZED",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

/** A failure that nobody is told more of than `digest`, the reference under which it stands in the log. */
export class Internal extends Error {
  constructor(readonly digest: string) {
    super("internal");
  }
}

/**
 * The one translation of what a procedure throws: a DomainError keeps its words, input that the schema refused becomes
 * Invalid with its field, all else is logged and masked. `digest` is what Next shows an error page for it.
 */
export function translate(error: unknown, path: string): TRPCError {
  const thrown = error instanceof TRPCError && error.cause ? error.cause : error;
  if (thrown instanceof DomainError) return told(thrown);
  if (thrown instanceof ZodError && error instanceof TRPCError && error.code === "BAD_REQUEST") {
    return told(refusedInput(thrown));
  }
  const digest = randomUUID().slice(0, 8);
  log.error("procedure failed", { reference: digest, path, error: thrown });
  const fault = databaseFault(thrown);
  if (fault) return told(fault);
  const masked = new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "internal", cause: new Internal(digest) });
  return Object.assign(masked, { digest });
}

/** A DomainError as tRPC carries it. */
export function told(error: DomainError): TRPCError {
  return new TRPCError({ code: trpcCode[error.kind], message: error.code, cause: error });
}

/** The first thing that the schema refused. A schema names a sentence of its own by a code with a dot as its message. */
function refusedInput(error: ZodError): Invalid {
  const [issue] = error.issues;
  if (!issue) return new Invalid("input");
  const field = issue.path.join(".") || undefined;
  const { code, params } = refusal(issue);
  return new Invalid(code, params, field);
}

function refusal(issue: ZodError["issues"][number]): { code: string; params?: ErrorParams } {
  if (/^\w+\.\w+$/.test(issue.message)) return { code: issue.message };
  if (issue.code === "too_small") {
    const minimum = Number(issue.minimum);
    if (issue.origin === "string")
      return minimum === 1 ? { code: "required" } : { code: "tooShort", params: { minimum } };
    return issue.origin === "array"
      ? { code: "tooFew", params: { minimum } }
      : { code: "tooSmall", params: { minimum } };
  }
  if (issue.code === "too_big") {
    const maximum = Number(issue.maximum);
    if (issue.origin === "string") return { code: "tooLong", params: { maximum } };
    return issue.origin === "array"
      ? { code: "tooMany", params: { maximum } }
      : { code: "tooBig", params: { maximum } };
  }
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) return { code: "required" };
  return { code: "input" };
}
