import { copyText } from "./copy-rows";
import type { Header } from "./header";
import { contentKey } from "./keys";
import { channels, type InteractionMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { yesOrNo } from "./related-files";
import { RowCells } from "./row-cells";
import { interactionFields } from "./schema";
import { identityColumns, knownWord, momentOf, timeText } from "./shared-cells";

const mark = "\u001f";
const maxBody = 20_000;
const kinds = ["visit", "view", "cart", "wish", "contact", "complaint", "after_sales", "solicitation"];
const directions = ["in", "out"];
const modes = ["human", "automated"];

/** Reads contacts, complaints, letters and looks (D11) into staging. */
export function interactionRows(reading: Reading<InteractionMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects } = reading;
  const { constants } = mapping;
  const columns = header.columns(interactionFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  if (!cells.has("customer")) header.required(mapping.columns?.customer ?? "customer");
  if (!cells.has("kind") && !constants.kind) header.required(mapping.columns?.kind ?? "kind");
  if (!cells.has("at") && !cells.has("date")) header.required("at");
  reading.hasLineIds = cells.has("interaction");
  return {
    fault: (code, line, value, params = {}) => rejects.add({ file, line, column: "", value, code, params }),
    row(fields, line) {
      cells.take(fields, line);
      const customer = cells.code("customer");
      const kind = knownWord(cells, "kind", kinds, { otherwise: constants.kind ?? "" });
      const outward = kind === "solicitation" ? "out" : "in";
      const direction = knownWord(cells, "direction", directions, { otherwise: constants.direction ?? outward });
      const mode = knownWord(cells, "mode", modes, { otherwise: constants.mode ?? "human" });
      const way = { otherwise: constants.channel ?? "store", words: mapping.words.channel };
      const channel = knownWord(cells, "channel", channels, way);
      const store = cells.text("store").slice(0, 200);
      const product = cells.text("product").slice(0, 200);
      const zone = (channel === "store" ? reading.storeZones.get(store) : undefined) ?? reading.workspace.tz;
      const moment = momentOf(reading, cells, timeText(cells), zone);
      const flags = `${flag(yesOrNo(cells, "resolved_first"))}\t${flag(yesOrNo(cells, "transferred"))}`;
      const id = cells.has("interaction") ? cells.code("interaction") : "";
      if (cells.refused || !moment) return;
      const body = cells.text("text").slice(0, maxBody);
      const content = [customer, moment.at, kind, direction, mode, channel, store, product, flags, body].join(mark);
      const key = cells.has("interaction")
        ? `il${mark}${reading.sourceName}${mark}${id}`
        : `ic${mark}${reading.sourceName}${mark}${content}`;
      const place = store === "" ? "\\N" : reading.stores.entry(store).ordinal;
      const article = product === "" ? "\\N" : reading.products.entry(product).ordinal;
      reading.counts.kept++;
      reading.copy.add(
        `\\\\x${contentKey(key)}\t${identityColumns(reading, customer)}\t${moment.at}\t${moment.day}\t${place}\t${article}\t\\N\t${kind}\t${direction}\t${mode}\t${channel}\t${flags}\t${body === "" ? "\\N" : copyText(body)}\t${line}`,
      );
    },
  };
}

function flag(value: boolean | null): string {
  return value === null ? "\\N" : value ? "t" : "f";
}
