import type { Header } from "./header";
import { contentKey } from "./keys";
import type { PersonaAnswerMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { personaAnswerFields } from "./schema";
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

type Field = (typeof personaAnswerFields)[number];

const mark = "\u001f";
const degrees = ["prejudices", "attention", "advice", "time_value"] as const;
const words = ["tone", "pace"] as const;
const obstacles = ["mistrust", "worry", "distance"];

/** Reads what people said of themselves (methods 7) into staging: degrees from 0 to 4, an obstacle, a tone, words. */
export function personaAnswerRows(reading: Reading<PersonaAnswerMapping>, file: string, header: Header): TableReader {
  const { mapping, rejects, sourceName } = reading;
  const columns = header.columns(personaAnswerFields, mapping.columns);
  const cells = new RowCells({ file, header, columns, nothing: mapping.nothing, rejects });
  needs(cells, header, mapping.columns, ["customer"]);
  reading.hasLineIds = cells.has("answer");
  return {
    fault: faultsOf(reading, file),
    row(fields, line) {
      cells.take(fields, line);
      const customer = customerIn(reading, cells);
      const moment = momentOf(reading, cells, timeText(cells), reading.workspace.tz);
      const answers = answersIn(cells);
      const id = cells.has("answer") ? cells.code("answer") : "";
      const persona = cells.text("persona").slice(0, maxWord);
      const body = cells.text("text").slice(0, maxBody);
      if (persona === "" && body === "" && Object.keys(answers).length === 0)
        cells.refuse("persona", "", "saysNothing");
      if (cells.refused || !moment) return;
      const content = ["pc", sourceName, customer, moment.at, persona, JSON.stringify(answers), body].join(mark);
      reading.counts.kept++;
      reading.copy.add(
        factLine({
          ...{ kind: "answer", moment, persona, answers, body, line },
          key: contentKey(cells.has("answer") ? `pl${mark}${sourceName}${mark}${id}` : content),
          identity: identityColumns(reading, customer),
        }),
      );
    },
  };
}

/** Those that were answered. */
function answersIn(cells: RowCells<Field>): Record<string, string | number> {
  const answers: Record<string, string | number> = {};
  for (const field of degrees) {
    const told = cells.text(field);
    if (told === "") continue;
    if (/^[0-4]$/.test(told)) answers[field] = Number(told);
    else cells.refuse(field, told, "degree");
  }
  if (cells.text("obstacle") !== "") answers.obstacle = knownWord(cells, "obstacle", obstacles, { otherwise: "" });
  for (const field of words) {
    const told = cells.text(field).slice(0, maxWord);
    if (told !== "") answers[field] = told;
  }
  return answers;
}
