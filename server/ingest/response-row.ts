import { copyText } from "./copy-rows";
import type { Header } from "./header";
import { contentKey } from "./keys";
import type { ResponseMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { responseFields } from "./schema";
import { identityColumns, momentOf, timeText } from "./shared-cells";

const mark = "\u001f";
const maxBody = 20_000;

/** Reads answers to a survey into staging: customer, time, score from 0 to 10, comment. */
export function responseRows(reading: Reading<ResponseMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects } = reading;
  const columns = header.columns(responseFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  for (const field of ["customer", "score"] as const) {
    if (!cells.has(field)) header.required(mapping.columns?.[field] ?? field);
  }
  if (!cells.has("at") && !cells.has("date")) header.required("at");
  reading.hasLineIds = cells.has("response");
  return {
    fault: (code, line, value, params = {}) => rejects.add({ file, line, column: "", value, code, params }),
    row(fields, line) {
      cells.take(fields, line);
      const customer = cells.code("customer");
      const store = cells.text("store").slice(0, 200);
      const zone = reading.storeZones.get(store) ?? reading.workspace.tz;
      const moment = momentOf(reading, cells, timeText(cells), zone);
      const told = cells.text("score");
      if (!/^(?:\d|10)$/.test(told)) cells.refuse("score", told, told === "" ? "missing" : "score");
      const id = cells.has("response") ? cells.code("response") : "";
      if (cells.refused || !moment) return;
      const body = cells.text("comment").slice(0, maxBody);
      const key = cells.has("response")
        ? `sl${mark}${reading.sourceName}${mark}${id}`
        : `sc${mark}${reading.sourceName}${mark}${customer}${mark}${moment.at}${mark}${told}${mark}${body}`;
      const place = store === "" ? "\\N" : reading.stores.entry(store).ordinal;
      reading.counts.kept++;
      reading.copy.add(
        `\\\\x${contentKey(key)}\t${identityColumns(reading, customer)}\t${moment.at}\t${moment.day}\t${place}\t\\N\t${told}\tresponse\t\\N\t\\N\t\\N\t\\N\t\\N\t${body === "" ? "\\N" : copyText(body)}\t${line}`,
      );
    },
  };
}
