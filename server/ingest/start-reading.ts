import { randomBytes } from "node:crypto";
import { CopyRows } from "./copy-rows";
import type { ImportTask } from "./import-task";
import type { Mapping } from "./mapping";
import { newReading, type Reading } from "./reading";

/** Gathers what a batch's files are read with: the workspace's identity key, zones of known stores, a COPY into `stage`. */
export async function startReading<M extends Mapping>(
  task: ImportTask<M>,
  stage: "stage_line" | "stage_fact",
): Promise<{ reading: Reading<M>; copy: CopyRows }> {
  const { sql, workspace, sourceName, mapping, now, target } = task;
  const zones = await sql.unsafe<{ external_id: string; tz: string }[]>(
    "select external_id, tz from store where workspace_id = $1 and source_id = $2 and tz is not null",
    [workspace.id, target.referencesId],
  );
  const copy = new CopyRows(sql, stage, task.batchSize);
  const storeZones = zones.map((row) => [row.external_id, row.tz] as const);
  const key = await identityKey(sql, workspace.id);
  return { reading: newReading({ workspace, sourceName, mapping, copy, identityKey: key, storeZones, now }), copy };
}

async function identityKey(sql: ImportTask["sql"], workspaceId: number): Promise<Uint8Array> {
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
