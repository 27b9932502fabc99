import type { Header } from "./header";
import { contentKey } from "./keys";
import type { InvitationMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { yesOrNo } from "./related-files";
import { RowCells } from "./row-cells";
import { invitationFields } from "./schema";
import {
  contactChannels,
  customerIn,
  faultsOf,
  identityColumns,
  knownWord,
  maxWord,
  momentOf,
  needs,
  timeText,
} from "./shared-cells";
import { factLine } from "./stage-facts";

const mark = "\u001f";

/** The key of an invitation, which an answer of the same source names it by. */
export function invitationKey(sourceName: string, invitation: string): string {
  return contentKey(`vl${mark}${sourceName}${mark}${invitation}`);
}

/** Reads who was asked, when, by which channel, drawn at random or not, into staging. */
export function invitationRows(reading: Reading<InvitationMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects, sourceName } = reading;
  const { constants } = mapping;
  const columns = header.columns(invitationFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  needs(cells, header, mapping.columns, ["customer"]);
  reading.hasLineIds = cells.has("invitation");
  return {
    fault: faultsOf(reading, file),
    row(fields, line) {
      cells.take(fields, line);
      const customer = customerIn(reading, cells);
      const moment = momentOf(reading, cells, timeText(cells), reading.workspace.tz);
      const named = cells.text("channel") || constants.channel;
      const channel = named ? knownWord(cells, "channel", contactChannels, { otherwise: named }) : "";
      const random = yesOrNo(cells, "random") ?? false;
      const id = cells.has("invitation") ? cells.code("invitation") : "";
      if (cells.refused || !moment) return;
      const survey = (cells.text("survey") || constants.survey || "").slice(0, maxWord);
      const stratum = (cells.text("stratum") || constants.stratum || "").slice(0, maxWord);
      const content = ["vc", sourceName, customer, moment.at, survey, channel, stratum, random].join(mark);
      reading.counts.kept++;
      reading.copy.add(
        factLine({
          ...{ kind: "invitation", moment, survey, channel, stratum, random, line },
          key: cells.has("invitation") ? invitationKey(sourceName, id) : contentKey(content),
          identity: identityColumns(reading, customer),
        }),
      );
    },
  };
}
