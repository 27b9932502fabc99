import { initTRPC, type TRPCError } from "@trpc/server";
import superjson from "superjson";
import type { Database } from "@/db/client";
import { type Action, may } from "../auth/permissions";
import { DomainError, type ErrorKind, type ErrorParams, Forbidden, Unauthenticated } from "../errors";
import type { Locale } from "../i18n/locale";
import { inWorkspace, type Role } from "../scope";
import { sentence } from "../sentence";
import { Internal, translate } from "./translate";

/** Who asks, for which workspace. `member` is null for a stranger, and for a member of other workspaces only. */
export interface Context {
  db: Database;
  now: Date;
  /** The day in `?on=`, if the reader asks about a past one. */
  on?: string | undefined;
  /** The reader's language; errors that go to a browser are said in it. */
  locale?: Locale | undefined;
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

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      message: sentence(error.cause, ctx?.locale ?? "en"),
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, domain: errorData(error) },
    }),
  });

function errorData(error: TRPCError): ErrorData {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return { kind: cause.kind, code: cause.code, params: cause.params, ...(cause.field && { field: cause.field }) };
  }
  const params: ErrorParams = cause instanceof Internal ? { reference: cause.digest } : {};
  return { kind: "internal", code: "internal", params };
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * A procedure for one action of the permission table: permission first, then one transaction in the member's
 * workspace, with `ctx.scope`. The only way to make a procedure.
 */
export function allow(action: Action) {
  return t.procedure.meta({ action }).use(async ({ ctx, path, next }) => {
    const { member } = ctx;
    try {
      if (!member) throw new Unauthenticated("signIn");
      if (!may(member, action)) throw new Forbidden("role", { action });
      const { workspaceId, userId, role, seesPeople } = member;
      const actor = { kind: "member" as const, userId, role, seesPeople };
      return await inWorkspace(ctx.db, { workspaceId, actor, now: ctx.now, on: ctx.on }, async (scope) => {
        const result = await next({ ctx: { ...ctx, scope } });
        if (!result.ok) throw result.error;
        return result;
      });
    } catch (error) {
      throw translate(error, path);
    }
  });
}
