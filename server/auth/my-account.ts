import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { now } from "../clock";
import { database } from "../database";
import { endSessions, prefer } from "./accounts";
import { changePassword } from "./change-password";
import { networkAddress } from "./network-address";
import { signIn, signOut } from "./next-auth";
import { currentUser } from "./session";

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
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  const address = networkAddress(await headers());
  await changePassword(database().db, { ...wish, user, address, now: now() });
  await signIn("credentials", { email: user.email, password: wish.password, redirect: false });
}

/** Ends every session of the reader, this one too, and goes to the sign-in page. */
export async function endMySessions(): Promise<void> {
  const user = await currentUser();
  if (user) await endSessions(database().db, user.userId);
  await signOut({ redirectTo: "/sign-in" });
}
