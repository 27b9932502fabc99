"use server";

import { signOut } from "@/server/auth/next-auth";

/** Ends the reader's session in this browser. */
export async function leave(): Promise<void> {
  await signOut({ redirectTo: "/sign-in" });
}
