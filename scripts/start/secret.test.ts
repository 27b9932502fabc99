import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { authSecret } from "./secret";

let stateFolder: string;
beforeEach(() => {
  stateFolder = mkdtempSync(path.join(tmpdir(), "secret-"));
});
afterEach(() => rmSync(stateFolder, { recursive: true }));

const installation = { ownWorkspaces: 0, demo: "ready" as const, worker: false };

describe("AUTH_SECRET", () => {
  it("is taken as given", () => {
    expect(authSecret("given", { stateFolder, embedded: false, installation })).toBe("given");
  });
  it("for the demo is made once, 33 random bytes that only the owner may read", () => {
    const about = { stateFolder, embedded: false, installation };
    const secret = authSecret(undefined, about);
    expect(Buffer.from(secret, "base64")).toHaveLength(33);
    expect(authSecret(undefined, about)).toBe(secret);
    expect(statSync(path.join(stateFolder, "auth-secret")).mode & 0o777).toBe(0o600);
  });
  it("is asked for where a database of one's own holds more than the demo", () => {
    const about = { stateFolder, embedded: false, installation: { ...installation, ownWorkspaces: 1 } };
    expect(() => authSecret(undefined, about)).toThrow(
      /^AUTH_SECRET is not set and this database holds more than the demo/,
    );
  });
});
