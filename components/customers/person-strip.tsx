import { getFormatter, getTranslations } from "next-intl/server";
import type { ChangeMark } from "@/components/charts/change-mark";
import { getFigures } from "@/components/following/figures";
import { Section } from "@/components/ui/section";
import type { VerdictKind } from "@/components/ui/verdict-kind";
import type { PersonPage } from "@/server/customers/shown";
import { RhythmStrip } from "./rhythm-strip";
import { gapsOf, spanOf } from "./strip";

type Props = { person: PersonPage; verdicts: ReadonlyMap<number, VerdictKind>; changeHref: (id: number) => string };

/** The visits of two years with the day they are due, and the changes that the person is counted in. */
export async function PersonStrip({ person, verdicts, changeHref }: Props) {
  const [t, ui, figures, format] = await Promise.all([
    getTranslations("customers.strip"),
    getTranslations("ui"),
    getFigures(person.currency),
    getFormatter(),
  ]);
  const days = person.occasions.map(({ day }) => day);
  const gaps = gapsOf(days);
  const dueOn = person.rhythm?.forecast?.dueOn ?? null;
  const span = spanOf(person.today, dueOn);
  const last = days.at(-1);
  const marks: ChangeMark[] = person.exposures.map(({ changeId, title, day0 }) => {
    const kind = verdicts.get(changeId) ?? "early";
    return {
      key: String(changeId),
      lane: "exposed",
      day: day0,
      dayLabel: figures.short(day0),
      label: title,
      kind,
      verdict: ui(`verdict.${kind}`),
      href: changeHref(changeId),
    };
  });
  return (
    <Section question={t("question")} subtitle={t("subtitle")}>
      <RhythmStrip
        today={person.today}
        days={days}
        dueOn={dueOn}
        marks={marks}
        lanes={marks.length > 0 ? [{ key: "exposed", label: t("exposed") }] : []}
        dateLabel={(day) => format.dateTime(new Date(day), "month")}
        words={{
          title: t("title"),
          description: t("description", {
            count: days.length,
            from: figures.day(span.from),
            to: figures.day(person.today),
            last: last ? figures.day(last) : "none",
            due: dueOn ? figures.day(dueOn) : "none",
          }),
          caption: days.length === 0 ? t("none") : t("caption"),
          today: figures.short(person.today),
          due: dueOn ? t("due", { day: figures.short(dueOn) }) : "",
          ...(days.length > 0 && {
            table: {
              summary: ui("table"),
              columns: [
                { key: "day", label: t("day") },
                { key: "amount", label: t("amount"), numeric: true },
                { key: "gap", label: t("gap"), numeric: true },
              ],
              rows: person.occasions
                .map(({ day, amountMinor }, place) => ({
                  key: day,
                  cells: [figures.day(day), figures.exact(amountMinor), gaps[place]?.toString() ?? ""],
                }))
                .toReversed(),
            },
          }),
        }}
      />
    </Section>
  );
}
