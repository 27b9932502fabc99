import { cookies } from "next/headers";

/** Language and theme of an account become the browser's at sign-in, where the reader has not chosen there already. */
export async function keepPreferences(account: { locale: string | null; theme: string | null }): Promise<void> {
  const jar = await cookies();
  for (const name of ["locale", "theme"] as const) {
    const value = account[name];
    if (value && !jar.has(name)) {
      jar.set(name, value, { path: "/", maxAge: 365 * 24 * 60 * 60, sameSite: "lax", httpOnly: true });
    }
  }
}
