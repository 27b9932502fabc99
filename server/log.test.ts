import { DrizzleQueryError } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { logLine } from "./log";

const at = new Date("2026-01-02T03:04:05Z");
const line = (fields: Record<string, unknown>, message = "m") => JSON.parse(logLine(at, "info", message, fields));

describe("a log line", () => {
  it("is one JSON object with time, level and message first", () => {
    expect(logLine(at, "warn", "import done", { rows: 3 })).toBe(
      '{"at":"2026-01-02T03:04:05.000Z","level":"warn","message":"import done","rows":3}',
    );
  });
  it("never says a password, an address or a name, however deep", () => {
    expect(line({ password: "x", user: { email: "a@b.fr", id: 4, lastName: "Durand" } })).toMatchObject({
      password: "[hidden]",
      user: { email: "[hidden]", id: 4, lastName: "[hidden]" },
    });
  });
  it("masks an e-mail address inside a sentence", () => {
    expect(line({}, "no account for ada@example.org today").message).toBe("no account for [e-mail] today");
  });
  it("keeps the code and the place of a PostgreSQL error, not the value it quotes", () => {
    const error = Object.assign(new Error('invalid input syntax for type integer: "0612345678"'), { code: "22P02" });
    expect(line({ error }).error).toMatchObject({ code: "22P02", said: 'invalid input syntax for type integer: "…"' });
  });
  it("says the query that failed, none of its parameters, in neither message nor place", () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "k"'), { code: "23505" });
    const query = "select * from auth_create($1, $2, $3)";
    const error = new DrizzleQueryError(query, ["ada", "Ada Lovelace", "$argon2id$v=19$secret"], cause);
    expect(line({ error }).error).toMatchObject({ said: `Failed query: ${query}`, cause: { code: "23505" } });
    expect(logLine(at, "error", "m", { error })).not.toMatch(/Lovelace|argon2/);
  });
});
