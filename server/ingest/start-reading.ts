import { randomBytes } from "node:crypto";
import { CopyRows } from "./copy-rows";
import type { ImportTask } from "./import-task";
import type { Mapping } from "./mapping";
import { newReading, type Reading } from "./reading";

/** Gathers what a batch's files are read with: the workspace's identity key, zones of known stores, a COPY into `stage`. */
export async function startReading<M extends Mapping>(
  task: ImportTask<M>,
  stage: `stage_${string}`,
): Promise<{ reading: Reading<M>; copy: CopyRows }> {
  const { sql, workspace, sourceName, mapping, now, target } = task;
  const zones = await sql.unsafe<{ external_id: string; tz: string }[]>(
    "select external_id, tz from store where workspace_id = $1 and source_id = $2 and tz is not null",
    [workspace.id, target.referencesId],
  );
  const copy = new CopyRows(sql, stage, task.batchSize);
  const storeZones = zones.map((row) => [row.external_id, row.tz] as const);
  const identityKey = await identityKeyOf(sql, workspace.id);
  const suppressed = await suppressedBy(task);
  const reading = newReading({ workspace, sourceName, mapping, copy, identityKey, suppressed, storeZones, now });
  return { reading, copy };
}

/**
 * Hashes of identities whose person was erased or suppressed: of this source, and of no source, which every source refuses.
 * An address or a number is the same whichever source names it.
 */
async function suppressedBy({ sql, target }: ImportTask): Promise<Set<string>> {
  const rows = await sql.unsafe<{ hash: string }[]>(
    `select encode(value_hash, 'hex') as hash from identity
     where workspace_id = $1 and suppressed_at is not null and (source_id in (0, $2) or kind in ('email', 'phone'))`,
    [target.workspaceId, target.referencesId],
  );
  return new Set(rows.map((row) => row.hash));
}

async function identityKeyOf(sql: ImportTask["sql"], workspaceId: number): Promise<Uint8Array> {
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
