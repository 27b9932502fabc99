import path from "node:path";
import { z } from "zod";

const optional = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined);

const shape = z.object({
  DATABASE_URL: optional,
  DATABASE_APP_URL: optional,
  AUTH_SECRET: optional.pipe(
    z.string().min(32, "must have at least 32 characters (openssl rand -base64 33)").optional(),
  ),
  AUTH_URL: optional.pipe(z.url("must be the site's address, such as https://triptych.example.com").optional()),
  PORT: z.coerce.number("must be a port number").int().min(0).max(65_535).default(3000),
  METRICS_TOKEN: optional.pipe(z.string().min(16, "must be a random text of 16 characters or more").optional()),
  OIDC_ISSUER: optional.pipe(z.string().refine(isIssuer, "must be an https address (http for localhost)").optional()),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: optional,
  OIDC_TRUST_EMAIL: optional.pipe(z.literal("1", "must be 1 or empty").optional()),
  TRIPTYCH_PROXIES: z.coerce.number("must be a number of proxies").int().min(0).max(9).default(0),
  TRIPTYCH_UPLOADS_MB: optional.pipe(
    z
      .string()
      .regex(/^[1-9]\d{0,8}$/, "must be a number of MB")
      .transform(Number)
      .optional(),
  ),
  TRIPTYCH_DATA: optional,
  TRIPTYCH_STATE: optional,
  TRIPTYCH_DEMO: optional,
  NODE_ENV: optional,
});

/** Who else vouches for people, by OpenID Connect. */
export interface Provider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** As people call it: "Continue with ...". */
  name: string;
  /** True where a verified address of theirs may take over an account that has it (docs/adr/0001). */
  trustsEmail: boolean;
}

export interface Env {
  /** The owner's login; absent where Triptych brings its own PostgreSQL. */
  databaseUrl: string | undefined;
  /** The application's login, where it cannot be derived from the owner's. */
  databaseAppUrl: string | undefined;
  authSecret: string | undefined;
  /** The address people type, where it is not the one the site listens on. */
  authUrl: string | undefined;
  /** What a reader of /api/metrics must send; without it there is no such page. */
  metricsToken: string | undefined;
  /** Absent where people sign in by password only. */
  provider: Provider | undefined;
  port: number;
  /** How many reverse proxies stand before the site: so many entries of X-Forwarded-For are ours. */
  proxies: number;
  /** Megabytes of uploaded files that may wait to be imported, per workspace. */
  uploadsMb: number;
  /** Folder of the real data sets that some tests and walk-throughs use. */
  dataFolder: string;
  /** Folder of everything this installation keeps: the embedded database, generated secrets, uploads, stamps. */
  stateFolder: string;
  /** True where the site runs the demo workspace: it then says the demo accounts on the sign-in page. */
  demo: boolean;
  production: boolean;
}

/** Reads and checks the environment; one sentence names what is wrong. `cwd` is the project's folder. */
export function readEnv(variables: Record<string, string | undefined>, cwd: string): Env {
  const result = shape.safeParse(variables);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0] ?? "environment");
    const seen = /SECRET/.test(name) ? "" : `, not "${variables[name] ?? ""}"`;
    throw new Error(`${name} ${issue?.message ?? "is wrong"}${seen}: change it and start again.`);
  }
  const seen = result.data;
  return {
    databaseUrl: seen.DATABASE_URL,
    databaseAppUrl: seen.DATABASE_APP_URL,
    authSecret: seen.AUTH_SECRET,
    authUrl: seen.AUTH_URL,
    provider: providerOf(seen),
    metricsToken: seen.METRICS_TOKEN,
    port: seen.PORT,
    proxies: seen.TRIPTYCH_PROXIES,
    uploadsMb: seen.TRIPTYCH_UPLOADS_MB ?? 4096,
    dataFolder: path.resolve(cwd, seen.TRIPTYCH_DATA ?? "../shared/data"),
    stateFolder: path.resolve(cwd, seen.TRIPTYCH_STATE ?? ".data"),
    demo: seen.TRIPTYCH_DEMO === "1",
    production: seen.NODE_ENV === "production",
  };
}

function providerOf(seen: z.output<typeof shape>): Provider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = seen;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret) {
    throw new Error(
      "OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three, or none, and start again.",
    );
  }
  const name = seen.OIDC_NAME ?? new URL(issuer).host;
  return { issuer, clientId, clientSecret, name, trustsEmail: seen.OIDC_TRUST_EMAIL === "1" };
}

/** Who vouches for people is asked over a line that nobody else can answer on. */
function isIssuer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

let read: Env | undefined;

/** This process's environment, read once and only when asked for, so that a build needs none of it. */
export function env(): Env {
  read ??= readEnv(process.env, process.cwd());
  return read;
}
