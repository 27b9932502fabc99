import { applicationUrl } from "@/db/application-url";
import { type Connection, connect } from "@/db/client";
import { env } from "./env";

const kept = globalThis as typeof globalThis & { triptychSite?: Connection };

/** The site's pool of the application login, one a process. Kept across reloads of the development server. */
export function database(): Connection {
  kept.triptychSite ??= connect(databaseAddress(), { name: "triptych-site" });
  return kept.triptychSite;
}

/** Where the application login signs in. The site knows no other. */
export function databaseAddress(): string {
  const { databaseUrl, databaseAppUrl } = env();
  const url = databaseUrl ? applicationUrl(databaseUrl, databaseAppUrl) : databaseAppUrl;
  if (!url) throw new Error("DATABASE_URL is empty: start the site with npm start, which brings a database.");
  return url;
}
