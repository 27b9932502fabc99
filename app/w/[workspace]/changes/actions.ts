"use server";

import { getTranslations } from "next-intl/server";
import { Invalid } from "@/server/errors";
import { act, type Done } from "@/server/trpc/act";
import type { Caller } from "@/server/trpc/caller";
import type { Outcome } from "@/server/trpc/outcome";
import { type ChangeForm, readForm } from "./read-form";

/** Records what the form says; the button that was pressed says whether it is a draft. */
export async function record(workspace: string, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const fields = await fieldsOf(caller, form);
    const { id } = await caller.changes.recordChange({
      ...fields,
      as: form.get("as") === "draft" ? "draft" : "recorded",
    });
    return { to: `/w/${workspace}/changes/${id}` };
  });
}

export async function revise(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    const fields = await fieldsOf(caller, form);
    const reason = String(form.get("reason") ?? "") || undefined;
    await caller.changes.reviseChange({ ...fields, id, seen: Number(form.get("seen")), reason });
    return { to: `/w/${workspace}/changes/${id}` };
  });
}

/** The form's fields with its products looked up. @throws Invalid for one that is none or several */
async function fieldsOf(caller: Caller, form: FormData): Promise<Omit<ChangeForm, "typed">> {
  const { currency } = await caller.changes.choices();
  const { typed, ...fields } = readForm(form, currency);
  if (fields.title.length < 3) throw new Invalid("changes.titleShort", {}, "title");
  const found = await caller.catalog.resolveProducts({ typed });
  const products = found.map(({ text, product }) => {
    if (!product) throw new Invalid("changes.productUnknown", { text }, "products");
    return product.id;
  });
  return { ...fields, scope: { ...fields.scope, products } };
}

/** One step of a change's life, by the name of its button. */
export async function step(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("changes");
  return act(workspace, form, async (caller) => {
    const here = `/w/${workspace}/changes/${id}`;
    const on = String(form.get("on") ?? "") || undefined;
    const steps: Record<string, () => Promise<Done>> = {
      plan: () => caller.changes.planChange({ id }).then(() => ({ to: here })),
      start: () => caller.changes.startChange({ id, on }).then(() => ({ to: here })),
      confirm: () => caller.changes.startChange({ id }).then(() => ({ to: here })),
      end: () => caller.changes.endChange({ id, on }).then(() => ({ to: here })),
      rollBack: async () => {
        const { change } = await caller.changes.one({ id });
        const title = t("page.rollBackTitle", { title: change.title }).slice(0, 120);
        await caller.changes.rollBackChange({ id, on, title });
        return { to: here };
      },
      cancel: async () => {
        await caller.changes.cancelChange({ id, reason: String(form.get("reason") ?? "") || undefined });
        return { to: here };
      },
      remove: () => caller.changes.deleteDraft({ id }).then(() => ({ to: `/w/${workspace}/changes` })),
    };
    const chosen = steps[String(form.get("act"))];
    if (!chosen) throw new Invalid("input");
    return chosen();
  });
}

export async function comment(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    await caller.changes.commentOnChange({ id, body: String(form.get("body") ?? "") });
    return { to: `/w/${workspace}/changes/${id}#comments` };
  });
}
