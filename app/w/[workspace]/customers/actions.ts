"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { keepSearchedWords } from "@/server/auth/searched-words";
import { currentMember } from "@/server/auth/session";
import { act } from "@/server/trpc/act";
import type { Caller } from "@/server/trpc/caller";
import type { Outcome } from "@/server/trpc/outcome";

/** Keeps what was typed for as long as the browser is open, for these pages only, and leads to who is found. */
export async function search(workspace: string, form: FormData): Promise<void> {
  const here = `/w/${encodeURIComponent(workspace)}/customers`;
  const words = String(form.get("words") ?? "")
    .trim()
    .slice(0, 200);
  if (words === "") redirect(here);
  const { userId } = await currentMember(workspace);
  await keepSearchedWords(userId, here, words);
  redirect(`${here}?page=1`);
}

export async function join(workspace: string, into: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("customers.join");
  return act(workspace, form, async ({ customers }) => {
    await customers.askJoin({ from: Number(form.get("from")), into });
    return { said: t("said") };
  });
}

export async function erase(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async ({ customers }) => {
    await customers.askErasure({ id });
    return { to: `/w/${workspace}/customers/erasures` };
  });
}

/** The button that was pressed says what becomes of a join. */
export async function decide(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("customers.joins.said");
  return act(workspace, form, async ({ customers }) => {
    const press = form.get("press");
    if (press === "decline") {
      await customers.declineJoin({ id });
      return { said: t("decline") };
    }
    if (press === "part") {
      await customers.partJoin({ id });
      return { said: t("part") };
    }
    await customers.acceptJoin({ id });
    return { said: t("accept") };
  });
}

type Suppression = Parameters<Caller["customers"]["suppress"]>[0];

export async function suppress(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("customers.erasures");
  return act(workspace, form, async ({ customers }) => {
    const source = String(form.get("source") ?? "");
    const { erasureIds } = await customers.suppress({
      kind: String(form.get("kind")) as Suppression["kind"],
      value: String(form.get("value") ?? ""),
      ...(source !== "" && { sourceId: Number(source) }),
    });
    return { said: t("said", { erased: erasureIds.length }) };
  });
}

/** Whether joins of one verified e-mail address need nobody's yes. */
export async function changeRule(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("customers.joins.rule");
  return act(workspace, form, async ({ workspaces }) => {
    await workspaces.changeSettings({ joinSameVerifiedEmail: form.get("joinSameVerifiedEmail") === "on" });
    return { said: t("saved") };
  });
}
