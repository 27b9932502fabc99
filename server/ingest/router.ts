import { z } from "zod";
import { allow, router } from "../trpc/init";
import { discardUpload } from "./discard-upload";
import { openUpload } from "./open-upload";
import { importOf, listImports, mappingOf, rejectsOf } from "./queries";
import { saveMapping } from "./save-mapping";
import { saveSource } from "./save-source";
import {
  batchInput,
  listOutput,
  mappingInput,
  mappingOutput,
  oneOutput,
  shownReject,
  sourceInput,
  uploadInput,
} from "./schema";
import { startImport } from "./start-import";
import { tryImport } from "./try-import";
import { undo } from "./undo";

const nothing = z.void();

export const ingestRouter = router({
  list: allow("data:import")
    .output(listOutput)
    .query(({ ctx }) => listImports(ctx.scope)),
  one: allow("data:import")
    .input(batchInput)
    .output(oneOutput)
    .query(({ ctx, input }) => importOf(ctx.scope, input.id)),
  rejects: allow("data:import")
    .input(batchInput)
    .output(z.array(shownReject))
    .query(({ ctx, input }) => rejectsOf(ctx.scope, input.id)),
  mapping: allow("data:import")
    .input(batchInput)
    .output(mappingOutput)
    .query(({ ctx, input }) => mappingOf(ctx.scope, input.id)),
  openUpload: allow("data:import")
    .input(uploadInput)
    .output(z.object({ id: z.number() }))
    .mutation(({ ctx, input }) => openUpload(ctx.scope, input)),
  saveMapping: allow("data:import")
    .input(mappingInput)
    .output(nothing)
    .mutation(({ ctx, input }) => saveMapping(ctx.scope, input)),
  tryImport: allow("data:import")
    .input(batchInput)
    .output(nothing)
    .mutation(({ ctx, input }) => tryImport(ctx.scope, input)),
  saveSource: allow("data:import")
    .input(sourceInput)
    .output(nothing)
    .mutation(({ ctx, input }) => saveSource(ctx.scope, input)),
  startImport: allow("data:import")
    .input(batchInput)
    .output(nothing)
    .mutation(({ ctx, input }) => startImport(ctx.scope, input)),
  discardUpload: allow("data:import")
    .input(batchInput)
    .output(nothing)
    .mutation(({ ctx, input }) => discardUpload(ctx.scope, input)),
  undo: allow("data:import")
    .input(batchInput)
    .output(nothing)
    .mutation(({ ctx, input }) => undo(ctx.scope, input)),
});
