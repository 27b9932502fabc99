import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { now } from "../clock";
import { database } from "../database";
import { Conflict } from "../errors";
import { prefer, type User } from "./accounts";
import { changePassword } from "./change-password";
import { confirmPassword } from "./confirm-password";
import { unlinkIdentity } from "./identity";
import { keepLinkWish } from "./link-wish";
import { networkAddress } from "./network-address";
import { sessionKey, signOut } from "./next-auth";
import { currentUser } from "./session";
import { endSession, endSessions, type Session, sessionsOf } from "./sessions";

async function me(): Promise<User> {
  return (await currentUser()) ?? redirect("/sign-in");
}

/** Keeps language and theme with the account of whoever is signed in, if anybody is. */
export async function keepMyPreferences(wish: {
  locale?: string | undefined;
  theme?: string | undefined;
}): Promise<void> {
  const user = await currentUser();
  if (user) await prefer(database().db, user.userId, wish);
}

/** Changes the reader's own password; other sessions of theirs end, this one goes on. Throws what changePassword throws. */
export async function changeMyPassword(wish: { current: string; password: string; again: string }): Promise<void> {
  const address = networkAddress(await headers());
  await changePassword(database().db, { ...wish, user: await me(), address, now: now() });
}

/** Where the reader is signed in, this session marked. */
export async function mySessions(): Promise<(Session & { isThis: boolean })[]> {
  const { userId, sessionId } = await me();
  const sessions = await sessionsOf(database().db, userId, now());
  return sessions.map((one) => ({ ...one, isThis: one.sessionId === sessionId }));
}

/** Ends one of the reader's sessions; one that is nobody's, or another's, is left alone. */
export async function endMySession(sessionId: number): Promise<void> {
  await endSession(database().db, (await me()).userId, sessionId, now());
}

/** Ends the reader's sessions but this one. */
export async function endMyOtherSessions(): Promise<void> {
  const { userId, sessionId } = await me();
  await endSessions(database().db, userId, sessionId, now());
}

/** Ends every session of the reader, this one too, and goes to the sign-in page. */
export async function endMySessions(): Promise<void> {
  const user = await currentUser();
  if (user) await endSessions(database().db, user.userId, null, now());
  await signOut({ redirectTo: "/sign-in" });
}

/**
 * Lets the next sign-in by OpenID Connect in this browser be tied to the reader's account. Their password is asked for.
 * Throws Invalid with the field, or Limit.
 */
export async function wishToLink(current: string, back: string): Promise<void> {
  const [user, key] = [await me(), await sessionKey()];
  const address = networkAddress(await headers());
  await confirmPassword(database().db, { user, current, address, now: now() });
  if (key) await keepLinkWish(key, back);
}

/** Unties it. Throws Conflict where the account has no other door. */
export async function unlinkMyIdentity(): Promise<void> {
  const { userId } = await me();
  if (!(await unlinkIdentity(database().db, userId))) throw new Conflict("auth.onlyDoor");
}
