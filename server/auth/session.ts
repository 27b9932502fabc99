import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { now } from "../clock";
import { database } from "../database";
import { type Membership, type User, userOfSession } from "./accounts";
import { sessionKey } from "./next-auth";

export type Member = Membership & { userId: number };

/** Asked of the database once a request, in one statement: a session that was ended is over at once. */
const current = cache(async () => {
  const key = await sessionKey();
  return key ? userOfSession(database().db, key, now()) : null;
});

/** Whoever is signed in, or null. */
export async function currentUser(): Promise<User | null> {
  return (await current())?.user ?? null;
}

/** The workspaces of whoever is signed in, by name. */
export async function currentMemberships(): Promise<Membership[]> {
  return (await current())?.memberships ?? [];
}

/**
 * Who asks, and what they are in a workspace: `member` is null for a stranger and for a workspace that is not theirs, which
 * look alike.
 */
export async function whoAsks(slug: string): Promise<{ user: User | null; member: Member | null }> {
  const { user, memberships } = (await current()) ?? { user: null, memberships: [] };
  const membership = memberships.find((one) => one.slug === slug);
  return { user, member: user && membership ? { ...membership, userId: user.userId } : null };
}

/** The member asking, or null. */
export async function memberOf(slug: string): Promise<Member | null> {
  return (await whoAsks(slug)).member;
}

/** For pages: the member asking. Strangers are sent to sign in and come back; another's workspace does not exist. */
export async function currentMember(slug: string): Promise<Member> {
  const { user, member } = await whoAsks(slug);
  if (!user) redirect(await signInAddress());
  if (!member) notFound();
  return member;
}

/** Where to sign in, and come back to this page from (proxy.ts says where we are). */
export async function signInAddress(): Promise<string> {
  const here = (await headers()).get("x-here");
  return here ? `/sign-in?${new URLSearchParams({ to: here })}` : "/sign-in";
}
