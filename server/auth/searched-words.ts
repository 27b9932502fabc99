import { cookies } from "next/headers";
import { env } from "../env";

const name = "searched-words";

/**
 * Keeps, until this browser closes and for the pages under `path` only, whom a member looked for: in an address it would end
 * up in histories and logs.
 */
export async function keepSearchedWords(userId: number, path: string, words: string): Promise<void> {
  const secure = env().authUrl?.startsWith("https:") ?? false;
  (await cookies()).set(name, `${userId} ${words}`, { path, sameSite: "strict", httpOnly: true, secure });
}

/** What the member last looked for in this browser; "" where it was nobody, or another member. */
export async function searchedWords(userId: number): Promise<string> {
  const kept = (await cookies()).get(name)?.value ?? "";
  const own = `${userId} `;
  return kept.startsWith(own) ? kept.slice(own.length) : "";
}
