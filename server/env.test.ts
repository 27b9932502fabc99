import { describe, expect, it } from "vitest";
import { readEnv } from "./env";

const provider = { OIDC_ISSUER: "https://sign-in.example.com", OIDC_CLIENT_ID: "c", OIDC_CLIENT_SECRET: "s" };

describe("environment", () => {
  it("with who else vouches for people: their name is the issuer's, unless said; addresses are not trusted, unless said", () => {
    const issuer = { issuer: "https://sign-in.example.com", clientId: "c", clientSecret: "s" };
    expect(readEnv(provider, "/").provider).toEqual({ ...issuer, name: "sign-in.example.com", trustsEmail: false });
    const named = { ...provider, OIDC_NAME: "Maison", OIDC_TRUST_EMAIL: "1" };
    expect(readEnv(named, "/").provider).toEqual({ ...issuer, name: "Maison", trustsEmail: true });
    expect(readEnv({ OIDC_ISSUER: " ", OIDC_CLIENT_ID: "" }, "/").provider).toBeUndefined();
  });
  it("with nothing set: port 3000, state in .data, data beside the project", () => {
    expect(readEnv({}, "/srv/triptych")).toMatchObject({
      port: 3000,
      proxies: 0,
      uploadsMb: 4096,
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
    [
      { TRIPTYCH_UPLOADS_MB: "4 GB" },
      'TRIPTYCH_UPLOADS_MB must be a number of MB, not "4 GB": change it and start again.',
    ],
    [
      { AUTH_SECRET: "thirty-one characters, one less" },
      /^AUTH_SECRET must have at least 32 characters \(openssl rand -base64 33\): change it and start again\.$/,
    ],
    [{ OIDC_ISSUER: "http://sign-in.example.com" }, /^OIDC_ISSUER must be an https address/],
    [{ OIDC_ISSUER: "https://sign-in.example.com" }, /^OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together/],
    [{ OIDC_CLIENT_SECRET: "s" }, /^OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together/],
    [{ ...provider, OIDC_TRUST_EMAIL: "yes" }, /^OIDC_TRUST_EMAIL must be 1 or empty, not "yes"/],
    [{ AUTH_URL: "example" }, /^AUTH_URL must be the site's address.*not "example"/],
  ])("%o is refused in one sentence", (variables, sentence) => {
    expect(() => readEnv(variables, "/")).toThrow(sentence);
  });
});
