import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { now } from "../clock";
import { database } from "../database";
import { env } from "../env";
import { log } from "../log";
import { networkAddress } from "./network-address";
import { keepPreferences } from "./preference-cookies";
import { type SignIn, verifySignIn } from "./verify-sign-in";

declare module "next-auth" {
  interface User {
    version?: number;
  }
  interface Session {
    version?: number;
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
 * The session is a signed cookie that names the account and its session version; `session.ts` asks the database at every
 * request whether that version still stands.
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
        return { id: String(result.userId), version: result.sessionVersion };
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => (user ? { sub: user.id ?? "", version: user.version } : token),
    session: ({ session, token }) => ({
      expires: session.expires,
      user: { id: token.sub },
      version: typeof token.version === "number" ? token.version : 0,
    }),
  },
  logger: {
    error: (error) => {
      if (!(error instanceof CredentialsSignin)) log.warn("sign-in library", { error });
    },
    warn: (code) => log.warn("sign-in library", { code }),
  },
}));
