import { createHmac } from "node:crypto";

export const applicationLogin = "triptych_app";

/** The application login's password, derived from the owner's so that every process of an installation agrees. */
export function applicationPassword(ownerUrl: string): string | null {
  const owner = new URL(ownerUrl);
  if (owner.password === "") return null;
  return createHmac("sha256", decodeURIComponent(owner.password)).update(applicationLogin).digest("base64url");
}

/** The application login's URL: the one given, or the owner's with the derived password. */
export function applicationUrl(ownerUrl: string, given?: string): string | null {
  if (given) return given;
  const password = applicationPassword(ownerUrl);
  if (password === null) return null;
  const url = new URL(ownerUrl);
  url.username = applicationLogin;
  url.password = password;
  return url.toString();
}
