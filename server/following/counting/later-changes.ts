import { sql } from "drizzle-orm";
import type { Scope } from "../../scope";
import type { ChangeRule } from "../change-rule";
import { type Cohort, wavesOf } from "../cohort/open-cohort";
import { MOST_OVERLAPS, OVERLAP_SHARE } from "../settings";
import { flagLater } from "./flag-later";
import { gatherJoined } from "./gather-joined";
import { type LaterPart, laterPart } from "./later-part";
import { type Drawn, drawMembers, shareTouched } from "./share-touched";
import { type Later, type LaterChange, laterOf } from "./splits";

/**
 * Other changes begun since day 0 of a cohort, up to `through`, that touch at least 5% of either arm: by purchases in their scope in
 * the look-back before our day 0, never by their realised cohort. The first three keep their people apart from their first day on
 * (`cohort_member.later` is written), in the order of days, so that what a running monitor has split stays split. A list of people
 * never does: it may have been drawn from what our change did. What was looked at once is not looked at again.
 */
export async function findLater(scope: Scope, target: ChangeRule, found: Cohort, through: string): Promise<Later> {
  const waves = wavesOf(found).map(({ day0 }) => day0);
  const begun = await readBegun(scope, found, through);
  const looked = begun.map(({ id, revision }) => nameOf(id, revision));
  const last = laterOf(found);
  const known = last !== null && last.waves.join() === waves.join() ? last : null;
  if (known !== null && known.looked.join() === looked.join()) return known;
  if (last === null && begun.length === 0) return { waves, looked, changes: [], alone: null };
  const joined = await gatherJoined(scope, target.change, through, found.countedJoined);
  const touching: Touching[] = [];
  let members: Drawn[] | null = null;
  for (const { id, revision } of begun) {
    const isKnown = known?.looked.includes(nameOf(id, revision)) === true;
    const seen = known?.changes.find(({ changeId }) => changeId === id);
    if (isKnown && !seen) continue;
    const part = await laterPart(scope, found, id);
    if (!isKnown && members === null) members = await drawMembers(scope, found, joined);
    const shares = isKnown ? seen : await look(scope, part, members ?? []);
    if (shares) touching.push({ ...shares, part });
  }
  const kept = keepFirst(touching);
  const changes = kept.map(({ part, ...each }) => each);
  if (known !== null && placesOf(known.changes) === placesOf(changes)) return { ...known, looked, changes };
  const apart = kept.flatMap(({ part, place }) => (place === null ? [] : [{ part, place }]));
  const alone = await flagLater(scope, found, { apart, joined });
  return { waves, looked, changes, alone };
}

type Touching = LaterChange & { part: LaterPart };

const nameOf = (id: number, revision: number) => `${id}.${revision}`;

const placesOf = (changes: readonly LaterChange[]) =>
  changes
    .flatMap(({ changeId, revision, place }) => (place === null ? [] : `${nameOf(changeId, revision)}:${place}`))
    .join();

/** Met by somebody: not planned, not cancelled, not rolled back on its first day. */
async function readBegun({ db, workspaceId }: Scope, { changeId, day0 }: Cohort, through: string) {
  return db.execute<{ id: number; revision: number }>(sql`
    select c.id::int as id, c.revision from change c
    where c.workspace_id = ${workspaceId} and c.nature = 'change' and c.id <> ${changeId}::bigint
      and c.state in ('live', 'ended', 'rolled_back') and c.start_actual <= ${through}::date
      and (c.state <> 'rolled_back' or c.end_actual > greatest(c.start_actual, ${day0}::date))
      and (c.start_actual >= ${day0}::date or exists (
        select from change_scope s where s.workspace_id = ${workspaceId} and s.change_id = c.id and s.revision = c.revision
          and s.start_on between ${day0}::date and ${through}::date))
    order by c.id`);
}

/** Null where it touches too few of either arm. */
async function look(scope: Scope, part: LaterPart, members: readonly Drawn[]): Promise<LaterChange | null> {
  const shares = await shareTouched(scope, part, members);
  if (Math.max(shares.exposed, shares.twins) < OVERLAP_SHARE) return null;
  const { changeId, revision, from } = part;
  return { changeId, revision, from, ...shares, place: null };
}

/** In the order of their first days, the larger first; places for the first three that are no lists. */
export function keepFirst<T extends LaterChange & { part: Pick<LaterPart, "rule"> }>(touching: readonly T[]): T[] {
  const share = ({ exposed, twins }: LaterChange) => Math.max(exposed, twins);
  const inOrder = [...touching].sort(
    (left, right) =>
      left.from.localeCompare(right.from) || share(right) - share(left) || left.changeId - right.changeId,
  );
  const apart = inOrder.filter(({ part }) => part.rule.list === null).slice(0, MOST_OVERLAPS);
  return inOrder.map((each) => ({ ...each, place: apart.includes(each) ? apart.indexOf(each) : null }));
}
