import { describe, expect, it } from "vitest";
import { databaseFault } from "./database-fault";

const failure = (code: string, cause?: Error) => Object.assign(new Error("x", { cause }), { code });

describe("databaseFault", () => {
  it.each([
    ["CONNECTION_CLOSED", "databaseGone"],
    ["57P01", "databaseGone"],
    ["53100", "diskFull"],
    ["ENOSPC", "diskFull"],
    ["23505", undefined],
  ])("%s -> %s", (code, said) => {
    expect(databaseFault(failure(code))?.code).toBe(said);
  });
  it("is found behind the error that wraps it; what is no error is none", () => {
    expect(databaseFault(new Error("Failed query", { cause: failure("57P03") }))?.code).toBe("databaseGone");
    expect(databaseFault("57P03")).toBeNull();
  });
});
