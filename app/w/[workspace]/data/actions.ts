"use server";

import { getTranslations } from "next-intl/server";
import { act } from "@/server/trpc/act";
import type { Caller } from "@/server/trpc/caller";
import type { Outcome } from "@/server/trpc/outcome";
import { readMapping } from "./read-mapping";

/** Keeps the mapping; the button that was pressed says whether to look again, to import, or to throw the file away. */
export async function decide(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("ingest");
  return act(workspace, form, async (caller) => {
    const press = form.get("press");
    if (press === "discard") {
      await caller.ingest.discardUpload({ id });
      return { to: `/w/${workspace}/data` };
    }
    await save(caller, id, form);
    if (press !== "import") {
      await caller.ingest.tryImport({ id });
      return { said: t("mapping.tried") };
    }
    await caller.ingest.startImport({ id });
    return { to: `/w/${workspace}/data/${id}` };
  });
}

async function save(caller: Caller, id: number, form: FormData): Promise<void> {
  const { batch, mapping } = await caller.ingest.mapping({ id });
  const completeThrough = String(form.get("completeThrough") ?? "") || undefined;
  await caller.ingest.saveMapping({ id, mapping: readMapping(batch.kind, form, mapping), completeThrough });
}

/** Takes an import back. */
export async function undo(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  return act(workspace, form, async (caller) => {
    await caller.ingest.undo({ id });
    return { to: `/w/${workspace}/data/${id}` };
  });
}

/** Keeps what was agreed with a source. */
export async function saveSource(workspace: string, id: number, _: Outcome, form: FormData): Promise<Outcome> {
  const t = await getTranslations("ingest");
  return act(workspace, form, async (caller) => {
    const days = String(form.get(`expected-${id}`) ?? "").trim();
    const sampleOfLines = form.get(`sample-${id}`) === "on";
    await caller.ingest.saveSource({ id, expectedEvery: days === "" ? null : Number(days), sampleOfLines });
    return { said: t("sources.saved") };
  });
}
