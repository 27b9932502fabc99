import type { ImportTask } from "./import-task";
import type { Reading } from "./reading";

/** Refuses the rows of a catalogue whose successor is neither known nor in the files; asked once they are read. */
export async function refuseUnknownSuccessors(
  { sql, target }: Pick<ImportTask, "sql" | "target">,
  reading: Reading<unknown>,
): Promise<void> {
  const shops = `select external_id from store where workspace_id = $1 and source_id = $2
    and external_id in (select jsonb_array_elements_text($3::jsonb))`;
  const goods = `select external_id from product where workspace_id = $1 and source_id = $2 and kind = 'product'
    and external_id in (select jsonb_array_elements_text($3::jsonb))`;
  for (const { book, known } of [
    { book: reading.stores, known: shops },
    { book: reading.products, known: goods },
  ]) {
    const named = book.all().flatMap(({ told }) => (told?.successor === undefined ? [] : [told.successor]));
    const asked = [...new Set(named)].filter((code) => !book.has(code));
    if (asked.length === 0) continue;
    const values = [target.workspaceId, target.referencesId, JSON.stringify(asked)];
    const found = await sql.unsafe<{ external_id: string }[]>(known, values);
    const unknown = new Set(asked);
    for (const { external_id } of found) unknown.delete(external_id);
    for (const { code, told } of book.all()) {
      if (!told?.successor || !unknown.has(told.successor)) continue;
      reading.rejects.add({
        ...told.at,
        column: "successor",
        value: told.successor,
        code: "unknownSuccessor",
        params: {},
      });
      book.drop(code);
    }
  }
}
