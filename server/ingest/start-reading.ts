import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import type { Workspace } from "../scope";
import { ProductBook, StoreBook } from "./catalogue-books";
import { CopyRows } from "./copy-rows";
import { dateReader } from "./date-format";
import { DayClock, dayNumber, isoDay } from "./day-clock";
import { ExactSum } from "./decimal";
import { IdentityHashes } from "./keys";
import type { Mapping } from "./mapping";
import type { Reading } from "./reading";
import { Rejects } from "./rejects";

export interface ReadingOptions<M> {
  sql: postgres.TransactionSql;
  workspace: Workspace;
  sourceName: string;
  /** The source whose stores are meant. */
  referencesId: number;
  mapping: M;
  stage: string;
  batchSize: number;
  now: Date;
}

const daysOfGrace = 2;

/** Gathers what the files are read with: the workspace's identity key, zones of known stores, empty books. */
export async function startReading<M extends Mapping>(options: ReadingOptions<M>): Promise<Reading<M>> {
  const { sql, workspace, mapping } = options;
  const zones = await sql.unsafe<{ external_id: string; tz: string }[]>(
    "select external_id, tz from store where workspace_id = $1 and source_id = $2 and tz is not null",
    [workspace.id, options.referencesId],
  );
  const told = "storeZones" in mapping ? Object.entries(mapping.storeZones) : [];
  const today = dayNumber(isoDay(Math.floor(options.now.getTime() / 86_400_000)));
  const pinned = workspace.pinnedDay ? dayNumber(workspace.pinnedDay) : today;
  return {
    mapping,
    sourceName: options.sourceName,
    workspace: { tz: workspace.tz, currency: workspace.currency, minorDigits: minorDigits(workspace.currency) },
    latestDay: Math.max(today, pinned) + daysOfGrace,
    identities: new IdentityHashes(await identityKey(sql, workspace.id)),
    clock: new DayClock(dateReader(mapping.dateFormat), {
      fileZone: mapping.zone,
      dayStartsAt: workspace.dayStartsAt,
    }),
    stores: new StoreBook(),
    products: new ProductBook(),
    storeZones: new Map([...zones.map((row) => [row.external_id, row.tz] as const), ...told]),
    copy: new CopyRows(sql, options.stage, options.batchSize),
    rejects: new Rejects(),
    hasLineIds: false,
    counts: {
      kept: 0,
      refunds: 0,
      adjustments: 0,
      converted: 0,
      exact: new ExactSum(),
      rounded: new ExactSum(),
    },
  };
}

async function identityKey(sql: postgres.TransactionSql, workspaceId: number): Promise<Uint8Array> {
  await sql.unsafe(
    "insert into workspace_secret (workspace_id, identity_key) values ($1, $2) on conflict (workspace_id) do nothing",
    [workspaceId, randomBytes(32)],
  );
  const [row] = await sql.unsafe<{ identity_key: Uint8Array }[]>(
    "select identity_key from workspace_secret where workspace_id = $1",
    [workspaceId],
  );
  if (!row) throw new Error("workspace_secret was not written");
  return row.identity_key;
}

/** Digits after the point in a currency's amounts: 2 for EUR, 0 for JPY. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
