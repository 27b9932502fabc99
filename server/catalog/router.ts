import { z } from "zod";
import { allow, router } from "../trpc/init";
import { findProducts, resolveProducts } from "./queries";

const text = z.string().max(200);
const productChoice = z.object({ id: z.number(), code: z.string(), name: z.string() });

export const catalogRouter = router({
  findProducts: allow("pages:read")
    .input(z.object({ text }))
    .output(z.array(productChoice))
    .query(({ ctx, input }) => findProducts(ctx.scope, input.text)),
  resolveProducts: allow("pages:read")
    .input(z.object({ typed: z.array(text).max(200) }))
    .output(z.array(z.object({ text: z.string(), product: productChoice.nullable() })))
    .query(({ ctx, input }) => resolveProducts(ctx.scope, input.typed)),
});
