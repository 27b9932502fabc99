import { and, count, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { dataAlert, source, store } from "@/db/schema";
import type { Scope } from "../scope";
import { findJumps } from "./find-jumps";
import { type IdentifiedWeek, readIdentification } from "./read-identification";
import { readRefused } from "./read-refused";
import { readSources } from "./read-sources";
import { readStoreWeeks, readStrips, STRIP, type StoreStrip } from "./read-store-days";
import type { freshnessOutput, qualityOutput } from "./schema";

export { lastWholeDay } from "./whole-days";

const STORES_A_PAGE = 20;
const WEEKS = 13;

/** All of the page of data quality, as of the workspace's today. */
export async function qualityOf(scope: Scope, { page }: { page: number }): Promise<z.input<typeof qualityOutput>> {
  const { today, workspace } = scope;
  const asked = { limit: STORES_A_PAGE, offset: (page - 1) * STORES_A_PAGE };
  const { strips, total } = await readStrips(scope, asked);
  const found = await readIdentification(scope, { weeks: WEEKS, stores: strips.map(({ storeId }) => storeId) });
  return {
    ...{ today, tz: workspace.tz, page, pages: Math.max(1, Math.ceil(total / STORES_A_PAGE)) },
    alerts: await openAlerts(scope),
    sources: await readSources(scope),
    from: plus(today, 1 - STRIP),
    strips,
    jumps: await jumpsOf(scope),
    identification: {
      measured: found.measured,
      stores: strips.flatMap((strip) => identifiedOf(strip, found.weeks, today)),
    },
    refused: await readRefused(scope),
  };
}

async function openAlerts({ db, workspaceId }: Scope) {
  const rows = await db
    .select({ alert: dataAlert, source: source.name, store: store.name })
    .from(dataAlert)
    .leftJoin(source, and(eq(source.workspaceId, dataAlert.workspaceId), eq(source.id, dataAlert.sourceId)))
    .leftJoin(store, and(eq(store.workspaceId, dataAlert.workspaceId), eq(store.id, dataAlert.storeId)))
    .where(and(eq(dataAlert.workspaceId, workspaceId), isNull(dataAlert.clearedAt)))
    .orderBy(sql`${dataAlert.seenAt} is not null`, desc(dataAlert.sinceOn), dataAlert.id);
  return rows.map(({ alert, ...names }) => ({
    ...{ id: alert.id, kind: alert.kind, ...names, since: alert.sinceOn, raisedAt: alert.raisedAt },
    evidence: alert.evidence as Record<string, number | null>,
    seen: alert.seenAt !== null,
  }));
}

/** How many data alerts no admin has seen yet. */
export async function unseenAlerts({ db, workspaceId }: Scope): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(dataAlert)
    .where(and(eq(dataAlert.workspaceId, workspaceId), isNull(dataAlert.clearedAt), isNull(dataAlert.seenAt)));
  return row?.n ?? 0;
}

/** Days after which a source that stopped is no news any more. */
const FORGOTTEN = 91;

/** Each source of purchases with the day through which it is complete, the one furthest behind first. */
export async function freshness({ db, workspaceId, today }: Scope): Promise<z.input<typeof freshnessOutput>> {
  const rows = await db
    .select({ source: source.name, through: sql<string>`least(${source.completeThrough}, ${today}::date)` })
    .from(source)
    .where(and(eq(source.workspaceId, workspaceId), isNotNull(source.completeThrough)))
    .orderBy(source.completeThrough, source.name);
  const newest = rows.at(-1)?.through ?? today;
  return rows.filter(({ through }) => through > plus(newest, -FORGOTTEN));
}

async function jumpsOf(scope: Scope) {
  const stores = await readStoreWeeks(scope);
  return [...stores.values()]
    .flatMap(({ name, weeks }) => findJumps(weeks, WEEKS).map((jump) => ({ store: name, ...jump })))
    .sort((one, other) => other.week.localeCompare(one.week) || one.store.localeCompare(other.store));
}

function identifiedOf({ storeId, name }: StoreStrip, rows: readonly IdentifiedWeek[], today: string) {
  const own = rows.filter((row) => row.storeId === storeId);
  if (own.length === 0) return [];
  const sum = (of: "lines" | "receipts" | "revenue", some = own) =>
    some.reduce(
      (total, row) => ({
        all: total.all + row[of].all,
        unrecognised: total.unrecognised + row[of].unrecognised,
        unknown: total.unknown + row[of].unknown,
      }),
      { all: 0, unrecognised: 0, unknown: 0 },
    );
  const monday = plus(today, -((new Date(today).getUTCDay() + 6) % 7));
  const weeks = Array.from({ length: WEEKS }, (_, i) => {
    const week = plus(monday, 7 * (i - WEEKS + 1));
    const { all, unknown, unrecognised } = sum(
      "revenue",
      own.filter((row) => row.week === week),
    );
    return { week, share: all > 0 ? unknown / all : null, unrecognised: all > 0 ? unrecognised / all : null };
  });
  return [{ storeId, name, lines: sum("lines"), receipts: sum("receipts"), revenue: sum("revenue"), weeks }];
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
