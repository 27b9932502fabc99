import { sql } from "drizzle-orm";
import type { Scope } from "../scope";

/**
 * Runs statements that add up the visits of everybody: person by person, in the order in which the visits lie, not in a table of
 * all people at once, which for a million of them goes to disk and back.
 */
export async function personByPerson<T>({ db }: Scope, work: () => Promise<T>): Promise<T> {
  await db.execute(sql`set local enable_hashagg = off`);
  const done = await work();
  await db.execute(sql`set local enable_hashagg = on`);
  return done;
}
