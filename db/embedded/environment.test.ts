import { expect, it } from "vitest";
import { serverEnvironment } from "./environment";

it("PostgreSQL is told where programs are, and no secret of the site", () => {
  const all = {
    NODE_ENV: "production",
    PATH: "/bin",
    AUTH_SECRET: "s",
    DATABASE_URL: "postgres://",
    TRIPTYCH_STATE: "/x",
    npm_config_token: "t",
    PGDATA: "/y",
    LC_MESSAGES: "fr_FR",
  } as const;
  expect(serverEnvironment(all)).toEqual({ NODE_ENV: "production", PATH: "/bin", LC_MESSAGES: "C" });
});
