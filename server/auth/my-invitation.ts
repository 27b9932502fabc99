import { headers } from "next/headers";
import { now } from "../clock";
import { database } from "../database";
import { Conflict } from "../errors";
import { acceptInvitation, type Invitation, invitationOf } from "../workspaces/accept-invitation";
import { joinWithAccount } from "./join-with-account";
import { networkAddress } from "./network-address";
import { signIn } from "./next-auth";
import { currentUser } from "./session";

/** What a link invites to; null where it opens nothing (any more). */
export function myInvitation(token: string): Promise<Invitation | null> {
  return invitationOf(database().db, token, now());
}

/** Accepts it as whoever is signed in; returns the workspace's slug. Throws NotFound, and Conflict for another address. */
export async function acceptMyInvitation(token: string): Promise<string> {
  const user = await currentUser();
  const { slug } = await acceptInvitation(database().db, { token, now: now() }, async (_, email) => {
    if (user?.email !== email) throw new Conflict("auth.otherAddress", { email });
    return user.userId;
  });
  return slug;
}

/**
 * Makes the account of the invited address, accepts the invitation and signs in; returns the workspace's slug. Throws
 * what joinWithAccount throws.
 */
export async function joinAsNew(token: string, wish: { name: string; password: string }): Promise<string> {
  const address = networkAddress(await headers());
  const { slug, email } = await joinWithAccount(database().db, { ...wish, token, address, now: now() });
  await signIn("credentials", { email, password: wish.password, redirect: false });
  return slug;
}
