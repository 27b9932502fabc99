import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { database } from "../database";
import { type Membership, membershipsOf, type User, userOfSession } from "./accounts";
import { auth } from "./next-auth";

export type Member = Membership & { userId: number };

/** Whoever is signed in, or null. Asked of the database once a request: a session that was ended is over at once. */
export const currentUser = cache(async (): Promise<User | null> => {
  const session = await auth();
  const id = Number(session?.user?.id);
  if (!session || !Number.isSafeInteger(id)) return null;
  return userOfSession(database().db, id, session.version ?? 0);
});

/** The workspaces of whoever is signed in, by name. */
export const currentMemberships = cache(async (): Promise<Membership[]> => {
  const user = await currentUser();
  return user ? membershipsOf(database().db, user.userId) : [];
});

/** The member asking, or null for a stranger and for a workspace that is not theirs: the two look alike. */
export async function memberOf(slug: string): Promise<Member | null> {
  const [user, memberships] = await Promise.all([currentUser(), currentMemberships()]);
  const membership = memberships.find((one) => one.slug === slug);
  return user && membership ? { ...membership, userId: user.userId } : null;
}

/** For pages: the member asking. Strangers are sent to sign in and come back; another's workspace does not exist. */
export async function currentMember(slug: string): Promise<Member> {
  if (!(await currentUser())) redirect(await signInAddress());
  const member = await memberOf(slug);
  if (!member) notFound();
  return member;
}

/** Where to sign in, and come back to this page from (proxy.ts says where we are). */
export async function signInAddress(): Promise<string> {
  const here = (await headers()).get("x-here");
  return here ? `/sign-in?${new URLSearchParams({ to: here })}` : "/sign-in";
}
