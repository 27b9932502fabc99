import type { Member } from "../auth/session";
import { now as clock } from "../clock";
import { database } from "../database";
import type { Locale } from "../i18n/locale";
import { askedDay } from "./asked-day";
import type { Context } from "./init";

/** What a member's procedures are called with. */
export function contextOf(
  member: Member,
  asked: { on?: string | undefined; locale?: Locale | undefined } = {},
): Context {
  const now = clock();
  return { db: database().db, now, on: askedDay(asked.on, member, now), locale: asked.locale, member };
}
