import "server-only";
import type { TRPCError } from "@trpc/server";
import { forbidden, notFound, redirect } from "next/navigation";
import { currentMember } from "../auth/session";
import { DomainError } from "../errors";
import { contextOf } from "./context";
import { createCallerFactory } from "./init";
import { appRouter } from "./router";

const createCaller = createCallerFactory(appRouter);

export type Caller = ReturnType<typeof createCaller>;

/**
 * The router for a page of one workspace: the same permission and the same scope as a browser's call. What a page asks
 * for in vain ends in the page "not found" or "not for your role"; a stranger is sent to sign in. `on` is the `?on=` of
 * the page's address, as it stands there.
 */
export async function callerFor(slug: string, on?: string | string[]): Promise<Caller> {
  const member = await currentMember(slug);
  const context = contextOf(member, { on: typeof on === "string" ? on : undefined });
  return createCaller(context, { onError: ({ error }) => turnAway(error) });
}

/** The router for a server action, whose failures `act` turns into words beside the form. */
export async function actingCallerFor(slug: string): Promise<Caller> {
  return createCaller(contextOf(await currentMember(slug)));
}

/** Input that no schema takes is an address somebody typed: there is no such page. */
function turnAway({ cause }: TRPCError): void {
  if (!(cause instanceof DomainError)) return;
  if (cause.kind === "not_found" || cause.kind === "invalid") notFound();
  if (cause.kind === "forbidden") forbidden();
  if (cause.kind === "unauthenticated") redirect("/sign-in");
}
