import { describe, expect, it } from "vitest";
import { readEnv } from "./env";

describe("environment", () => {
  it("with nothing set: port 3000, state in .data, data beside the project", () => {
    expect(readEnv({}, "/srv/triptych")).toMatchObject({
      port: 3000,
      proxies: 0,
      stateFolder: "/srv/triptych/.data",
      dataFolder: "/srv/shared/data",
      databaseUrl: undefined,
      demo: false,
    });
  });
  it("an empty DATABASE_URL is none", () => {
    expect(readEnv({ DATABASE_URL: " " }, "/").databaseUrl).toBeUndefined();
  });
  it.each([
    [{ PORT: "http" }, 'PORT must be a port number, not "http": change it and start again.'],
    [
      { TRIPTYCH_PROXIES: "yes" },
      'TRIPTYCH_PROXIES must be a number of proxies, not "yes": change it and start again.',
    ],
    [{ AUTH_URL: "example" }, /^AUTH_URL must be the site's address.*not "example"/],
  ])("%o is refused in one sentence", (variables, sentence) => {
    expect(() => readEnv(variables, "/")).toThrow(sentence);
  });
});
