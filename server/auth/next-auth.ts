import { headers } from "next/headers";
import NextAuth, { type Account, CredentialsSignin, type Profile, type User } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { now } from "../clock";
import { database } from "../database";
import { env } from "../env";
import { log } from "../log";
import { userOfSession } from "./accounts";
import { accountOfIdentity, linkIdentity } from "./identity";
import { takeLinkWish } from "./link-wish";
import { networkAddress } from "./network-address";
import { keepPreferences } from "./preference-cookies";
import { endSessionOf, startSession } from "./sessions";
import { tokenHash } from "./token";
import { type SignIn, verifySignIn } from "./verify-sign-in";

declare module "next-auth" {
  interface User {
    seenHash?: string;
  }
  interface Session {
    key?: string;
  }
}

const twoWeeks = 14 * 24 * 60 * 60;
const typed = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_000) });

/** Why somebody was not let in. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: Exclude<SignIn, { outcome: "welcome" }>) {
    super();
    this.code = refusal.outcome;
  }
}

/**
 * The session is an encrypted cookie that holds a random token; `session.ts` asks the database at every request whether
 * the session of that token still stands. What `auth()` tells is the token's hash, never the token.
 */
export const { handlers, auth, signIn, signOut } = NextAuth(() => ({
  secret: env().authSecret,
  trustHost: true,
  session: { strategy: "jwt", maxAge: twoWeeks },
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/" },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(credentials, request) {
        const parsed = typed.safeParse(credentials);
        if (!parsed.success) throw new SignInRefused({ outcome: "wrong" });
        const address = networkAddress(request.headers);
        const result = await verifySignIn(database().db, { ...parsed.data, address, now: now() });
        if (result.outcome !== "welcome") throw new SignInRefused(result);
        await keepPreferences(result);
        return { id: String(result.userId), seenHash: result.passwordHash };
      },
    }),
    ...vouching(),
  ],
  callbacks: {
    signIn: ({ account, profile }) => (account?.type === "oidc" ? identified(profile) : true),
    jwt: ({ token, user, account, profile }) => (user ? begin(user, account, profile) : token),
    session: ({ session, token }) => ({
      expires: session.expires,
      ...(typeof token.sid === "string" && { key: tokenHash(token.sid) }),
    }),
  },
  events: {
    signOut: async (message) => {
      const sid = "token" in message ? message.token?.sid : undefined;
      if (typeof sid === "string") await endSessionOf(database().db, tokenHash(sid), now());
    },
  },
  logger: {
    error: (error) => {
      if (!(error instanceof CredentialsSignin)) log.warn("sign-in library", { error });
    },
    warn: (code) => log.warn("sign-in library", { code }),
  },
}));

/** The hash of the token of this browser's session; it may have ended. */
export async function sessionKey(): Promise<string | null> {
  return (await auth())?.key ?? null;
}

/** The issuer that vouches for people, if one is configured. Its word is read at its userinfo endpoint. */
function vouching(): OIDCConfig<Profile>[] {
  const { provider } = env();
  if (!provider) return [];
  const { issuer, clientId, clientSecret, name } = provider;
  return [
    {
      id: "oidc",
      type: "oidc",
      name,
      issuer,
      clientId,
      clientSecret,
      checks: ["pkce", "state", "nonce"],
      idToken: false,
      profile: ({ sub }) => (sub ? { id: sub } : {}),
    },
  ];
}

/** Whether whom the issuer vouches for comes in; else the page that says why not. Ties the identity where that was asked for. */
async function identified(claims: unknown): Promise<true | string> {
  const key = await sessionKey();
  const back = await takeLinkWish(key);
  const here = key && back ? await userOfSession(database().db, key, now()) : null;
  if (here && back) {
    const { userId } = here.user;
    return (await linkIdentity(database().db, { userId, issuer: issuer(), claims })) || `${back}?link=taken`;
  }
  const { outcome } = await account(claims);
  return outcome === "welcome" || `/sign-in?refused=${outcome}`;
}

function account(claims: unknown) {
  return accountOfIdentity(database().db, {
    issuer: issuer(),
    claims,
    trustsEmail: env().provider?.trustsEmail ?? false,
    now: now(),
  });
}

function issuer(): string {
  const { provider } = env();
  if (!provider) throw new Error("no issuer vouches for people here");
  return provider.issuer;
}

/** A session with a token of its own; the one that this browser had is over. Null opens none. */
async function begin(user: User, by: Account | null | undefined, claims: unknown): Promise<{ sid: string } | null> {
  const known = by?.type === "oidc" ? await account(claims) : null;
  if (known && known.outcome !== "welcome") return null;
  if (known) await keepPreferences(known);
  const before = await sessionKey();
  if (before) await endSessionOf(database().db, before, now());
  const userId = known ? known.userId : Number(user.id);
  const seenHash = user.seenHash ?? null;
  const sid = await startSession(database().db, { userId, seenHash, headers: await headers(), now: now() });
  return sid === null ? null : { sid };
}
