import type { Header } from "./header";
import { contentKey } from "./keys";
import { channels, type InteractionMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { yesOrNo } from "./related-files";
import { RowCells } from "./row-cells";
import { interactionFields } from "./schema";
import {
  customerIn,
  faultsOf,
  identityColumns,
  knownWord,
  maxBody,
  maxWord,
  momentOf,
  needs,
  timeText,
} from "./shared-cells";
import { factLine } from "./stage-facts";

const mark = "\u001f";
const kinds = ["visit", "view", "cart", "wish", "contact", "complaint", "after_sales", "solicitation"];
const directions = ["in", "out"];
const modes = ["human", "automated"];

/** Reads contacts, complaints, letters and looks (D11) into staging. */
export function interactionRows(reading: Reading<InteractionMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects, sourceName } = reading;
  const { constants } = mapping;
  const columns = header.columns(interactionFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  needs(cells, header, mapping.columns, constants.kind ? ["customer"] : ["customer", "kind"]);
  reading.hasLineIds = cells.has("interaction");
  return {
    fault: faultsOf(reading, file),
    row(fields, line) {
      cells.take(fields, line);
      const customer = customerIn(reading, cells);
      const kind = knownWord(cells, "kind", kinds, { otherwise: constants.kind ?? "" });
      const outward = kind === "solicitation" ? "out" : "in";
      const direction = knownWord(cells, "direction", directions, { otherwise: constants.direction ?? outward });
      const mode = knownWord(cells, "mode", modes, { otherwise: constants.mode ?? "human" });
      const way = { otherwise: constants.channel ?? "store", words: mapping.words.channel };
      const channel = knownWord(cells, "channel", channels, way);
      const store = cells.text("store").slice(0, maxWord);
      const product = cells.text("product").slice(0, maxWord);
      const zone = (channel === "store" ? reading.storeZones.get(store) : undefined) ?? reading.workspace.tz;
      const moment = momentOf(reading, cells, timeText(cells), zone);
      const resolvedFirst = yesOrNo(cells, "resolved_first");
      const transferred = yesOrNo(cells, "transferred");
      const id = cells.has("interaction") ? cells.code("interaction") : "";
      if (cells.refused || !moment) return;
      const body = cells.text("text").slice(0, maxBody);
      const flags = `${flag(resolvedFirst)}\t${flag(transferred)}`;
      const content = [customer, moment.at, kind, direction, mode, channel, store, product, flags, body].join(mark);
      const key = cells.has("interaction")
        ? `il${mark}${sourceName}${mark}${id}`
        : `ic${mark}${sourceName}${mark}${content}`;
      reading.counts.kept++;
      reading.copy.add(
        factLine({
          ...{ kind, direction, mode, channel, resolvedFirst, transferred, moment, body, line },
          key: contentKey(key),
          identity: identityColumns(reading, customer),
          store: store === "" ? undefined : reading.stores.entry(store).ordinal,
          product: product === "" ? undefined : reading.products.entry(product).ordinal,
        }),
      );
    },
  };
}

/** As part of a content key: rows that were imported before must keep theirs. */
function flag(value: boolean | null): string {
  return value === null ? "\\N" : value ? "t" : "f";
}
