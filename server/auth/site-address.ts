import { headers } from "next/headers";
import { env } from "../env";

/** The address that the site is typed at, for links that are handed over: "https://triptych.example.com". */
export async function siteAddress(): Promise<string> {
  const { authUrl } = env();
  if (authUrl) return new URL(authUrl).origin;
  const asked = await headers();
  return `${asked.get("x-forwarded-proto") ?? "http"}://${asked.get("x-forwarded-host") ?? asked.get("host")}`;
}
