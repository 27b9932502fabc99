import type { Header } from "./header";
import { invitationKey } from "./invitation-row";
import { contentKey } from "./keys";
import type { ResponseMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { responseFields } from "./schema";
import { customerIn, faultsOf, identityColumns, maxBody, maxWord, momentOf, needs, timeText } from "./shared-cells";
import { factLine } from "./stage-facts";

const mark = "\u001f";

/** Reads answers to a survey into staging: customer, time, score from 0 to 10, comment, the invitation that was answered. */
export function responseRows(reading: Reading<ResponseMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects, sourceName } = reading;
  const columns = header.columns(responseFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  needs(cells, header, mapping.columns, ["customer", "score"]);
  reading.hasLineIds = cells.has("response");
  return {
    fault: faultsOf(reading, file),
    row(fields, line) {
      cells.take(fields, line);
      const customer = customerIn(reading, cells);
      const place = cells.text("store").slice(0, maxWord);
      const moment = momentOf(reading, cells, timeText(cells), reading.storeZones.get(place) ?? reading.workspace.tz);
      const score = cells.text("score");
      if (!/^(?:\d|10)$/.test(score)) cells.refuse("score", score, score === "" ? "missing" : "score");
      const id = cells.has("response") ? cells.code("response") : "";
      if (cells.refused || !moment) return;
      const body = cells.text("comment").slice(0, maxBody);
      const invitation = cells.text("invitation");
      const content = `sc${mark}${sourceName}${mark}${customer}${mark}${moment.at}${mark}${score}${mark}${body}`;
      reading.counts.kept++;
      reading.copy.add(
        factLine({
          ...{ kind: "response", moment, score, body, line },
          key: contentKey(cells.has("response") ? `sl${mark}${sourceName}${mark}${id}` : content),
          identity: identityColumns(reading, customer),
          store: place === "" ? undefined : reading.stores.entry(place).ordinal,
          survey: cells.text("survey").slice(0, maxWord),
          invitation: invitation === "" ? undefined : invitationKey(sourceName, invitation),
        }),
      );
    },
  };
}
