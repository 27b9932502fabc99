import { z } from "zod";
import { allow, router } from "../trpc/init";
import { auditPage } from "./queries";

const filter = z.object({
  about: z.string().max(40).optional(),
  page: z.number().int().min(1).max(100_000).default(1),
});

const page = z.object({
  total: z.number().int(),
  /** Events a page. */
  size: z.number().int(),
  topics: z.array(z.string()),
  events: z.array(
    z.object({
      id: z.number(),
      at: z.date(),
      /** A role, `job:follow-change` or `command:import`. */
      actor: z.string(),
      name: z.string().nullable(),
      action: z.string(),
      subject: z.string(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
});

export const auditRouter = router({
  page: allow("workspace:administer")
    .input(filter)
    .output(page)
    .query(({ ctx, input }) => auditPage(ctx.scope, input)),
});
