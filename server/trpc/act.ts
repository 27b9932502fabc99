import "server-only";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { DomainError } from "../errors";
import { sentence } from "../sentence";
import { actingCallerFor, type Caller } from "./caller";
import type { Outcome } from "./outcome";

/** Where an act leads: to another page (a path), or to a sentence beside the form, with what is shown only this once. */
export type Done = { to: string } | { said: string; once?: string };

/**
 * What a page's form does: `work` calls the router as the member who sent it. A DomainError comes back as a sentence in
 * the reader's language, with what was typed, so that the form stands as it was, with or without a script.
 *
 *     export async function close(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
 *       "use server";
 *       return act(workspace, form, async (caller) => {
 *         await caller.alerts.close({ ... });
 *         return { to: `/w/${workspace}/alerts` };
 *       });
 *     }
 */
export async function act(
  workspace: string,
  form: FormData,
  work: (caller: Caller) => Promise<Done>,
): Promise<Outcome> {
  const caller = await actingCallerFor(workspace);
  const done = await work(caller).catch(failure);
  if (done instanceof Error) return refused(done, form);
  revalidatePath(`/w/${workspace}`, "layout");
  if ("to" in done) redirect(done.to);
  return { state: "done", ...done };
}

/** Redirects and the like travel as exceptions of Next's own: only what the router threw is ours. */
function failure(error: unknown): Error {
  if (error instanceof Error && error.name === "TRPCError" && error.cause instanceof Error) return error.cause;
  throw error;
}

async function refused(error: Error, form: FormData): Promise<Outcome> {
  const values = Object.fromEntries([...form].filter(worthKeeping));
  const field = error instanceof DomainError ? error.field : undefined;
  return { state: "refused", said: sentence(error, await getLocale()), field, values };
}

/** Neither files, nor secrets, nor what React adds of its own. */
function worthKeeping(entry: [string, FormDataEntryValue]): entry is [string, string] {
  const [name, value] = entry;
  return typeof value === "string" && !name.startsWith("$") && !/password/i.test(name);
}
