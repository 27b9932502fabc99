import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import type { Database } from "@/db/client";
import { type Action, may } from "../auth/permissions";
import { DomainError, type ErrorKind, type ErrorParams, Forbidden, Unauthenticated } from "../errors";
import { inWorkspace, type Role } from "../scope";

/** Who asks, for which workspace. `member` is null for a stranger, and for a member of other workspaces only. */
export interface Context {
  db: Database;
  now: Date;
  /** The day in `?on=`, if the reader asks about a past one. */
  on?: string;
  member: { workspaceId: number; userId: number; role: Role; seesPeople: boolean } | null;
}

interface Meta {
  action: Action;
}

/** What an error says to the browser; everything else is masked. */
export interface ErrorData {
  kind: ErrorKind | "internal";
  code: string;
  params: ErrorParams;
  field?: string;
}

const trpcCode = {
  not_found: "NOT_FOUND",
  forbidden: "FORBIDDEN",
  conflict: "CONFLICT",
  invalid: "UNPROCESSABLE_CONTENT",
  limit: "TOO_MANY_REQUESTS",
  unauthenticated: "UNAUTHORIZED",
} as const satisfies Record<ErrorKind, TRPCError["code"]>;

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: error.cause instanceof DomainError ? error.cause.code : error.code,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, domain: errorData(error) },
    }),
  });

function errorData(error: TRPCError): ErrorData {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return { kind: cause.kind, code: cause.code, params: cause.params, ...(cause.field && { field: cause.field }) };
  }
  if (error.code === "BAD_REQUEST") return { kind: "invalid", code: "input", params: {} };
  return { kind: "internal", code: "internal", params: {} };
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * A procedure for one action of the permission table: permission first, then one transaction in the member's
 * workspace, with `ctx.scope`. The only way to make a procedure.
 */
export function allow(action: Action) {
  return t.procedure.meta({ action }).use(async ({ ctx, next }) => {
    const { member } = ctx;
    if (!member) throw translate(new Unauthenticated("signIn"));
    if (!may(member, action)) throw translate(new Forbidden("role", { action }));
    const actor = { kind: "member" as const, ...member };
    return inWorkspace(ctx.db, { workspaceId: member.workspaceId, actor, now: ctx.now, on: ctx.on }, async (scope) => {
      const result = await next({ ctx: { ...ctx, scope } });
      if (!result.ok) throw result.error.cause instanceof DomainError ? translate(result.error.cause) : result.error;
      return result;
    });
  });
}

function translate(error: DomainError): TRPCError {
  return new TRPCError({ code: trpcCode[error.kind], message: error.code, cause: error });
}
