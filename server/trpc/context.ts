import type { Member } from "../auth/session";
import { now as clock } from "../clock";
import { database } from "../database";
import type { Locale } from "../i18n/locale";
import { todayOf } from "../scope";
import type { Context } from "./init";

/** What a member's procedures are called with. A day that is none, or not over yet, is as if none were asked. */
export function contextOf(
  member: Member,
  asked: { on?: string | undefined; locale?: Locale | undefined } = {},
): Context {
  const now = clock();
  const on = asked.on && isDay(asked.on) && asked.on <= todayOf(member, now) ? asked.on : undefined;
  return { db: database().db, now, on, locale: asked.locale, member };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
