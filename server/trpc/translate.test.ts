import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DomainError, NotFound } from "../errors";
import { told, translate } from "./translate";

const schema = z.object({
  title: z.string().min(1).max(5).default("x"),
  name: z.string().min(3),
  count: z.number().max(10),
  stores: z.array(z.number()).min(1),
  email: z.email("settings.email"),
});
const good = { title: "t", name: "name", count: 1, stores: [1], email: "a@example.com" };

function refusal(input: unknown) {
  const { error } = schema.safeParse(input);
  const { cause } = translate(new TRPCError({ code: "BAD_REQUEST", cause: error }), "any");
  if (!(cause instanceof DomainError)) throw new Error("not translated");
  return [cause.kind, cause.code, cause.field, cause.params];
}

describe("input that a schema refuses becomes Invalid with its field", () => {
  it.each([
    [{ ...good, title: "" }, "required", "title", {}],
    [{ ...good, title: "longer" }, "tooLong", "title", { maximum: 5 }],
    [{ ...good, name: "ab" }, "tooShort", "name", { minimum: 3 }],
    [{ ...good, name: undefined }, "required", "name", {}],
    [{ ...good, count: 11 }, "tooBig", "count", { maximum: 10 }],
    [{ ...good, stores: [] }, "tooFew", "stores", { minimum: 1 }],
    [{ ...good, stores: ["x"] }, "input", "stores.0", {}],
    [{ ...good, email: "x" }, "settings.email", "email", {}],
  ])("%j -> %s at %s", (input, code, field, params) =>
    expect(refusal(input)).toEqual(["invalid", code, field, params]),
  );
});

describe("translate", () => {
  it("a DomainError keeps its words and gets its status", () => {
    const error = translate(new NotFound("change"), "changes.one");
    expect([error.code, error.message, error.cause instanceof NotFound]).toEqual(["NOT_FOUND", "change", true]);
  });
  it("one that was translated already stays what it is", () =>
    expect(translate(told(new NotFound("change")), "changes.one").code).toBe("NOT_FOUND"));
  it("anything else is masked: its words reach nobody, its reference does", () => {
    const error = translate(new Error("duplicate key: lea@example.com"), "any") as TRPCError & { digest?: string };
    expect([error.code, error.message]).toEqual(["INTERNAL_SERVER_ERROR", "internal"]);
    expect(JSON.stringify(error)).not.toContain("lea@");
    expect(error.digest).toMatch(/^[0-9a-f]{8}$/);
  });
  it("an answer that breaks its own schema is our fault, not the reader's input", () => {
    const { error } = schema.safeParse({});
    expect(translate(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error }), "any").message).toBe("internal");
  });
});
