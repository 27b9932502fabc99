import { cookies } from "next/headers";
import { env } from "../env";
import { ownPath } from "./own-path";

const name = "link-identity";
const tenMinutes = 600;

/** Keeps, in this browser, that the session `key` wants an identity tied to its account, and where to go on. */
export async function keepLinkWish(key: string, back: string): Promise<void> {
  const secure = env().authUrl?.startsWith("https:") ?? false;
  (await cookies()).set(name, `${key} ${back}`, {
    path: "/",
    maxAge: tenMinutes,
    sameSite: "lax",
    httpOnly: true,
    secure,
  });
}

/** Where to go on, if the session `key` wished so; it is asked once. */
export async function takeLinkWish(key: string | null): Promise<string | null> {
  const jar = await cookies();
  const [wishedBy, back] = jar.get(name)?.value.split(" ") ?? [];
  if (wishedBy === undefined) return null;
  jar.delete(name);
  return wishedBy === key ? ownPath(back) : null;
}
