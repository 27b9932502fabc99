import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import { Why } from "@/components/ui/why";
import type { PartsOf } from "@/server/following/schema";
import { getFigures } from "./figures";

type Nps = PartsOf<"nps">;
type Side = Nps["before"];

/** What those concerned and their twins answered before and since, as heard; no score under 30 answers. */
export async function NpsHeard({ nps, currency }: { nps: Nps | null; currency: string }) {
  if (!nps) return null;
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const signed = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${figures.count(Math.abs(value))}`;
  const cell = (side: Side) =>
    side.kind === "nps" ? (
      <>
        <strong className="font-semibold">{signed(side.score)}</strong>{" "}
        <span className="text-ink-soft">{ui("interval", { low: signed(side.lower), high: signed(side.upper) })}</span>{" "}
        <span className="block text-ink-faint">{t("nps.answers", { n: figures.count(side.n) })}</span>
      </>
    ) : (
      <span className="text-ink-faint">
        {t("cannot.too_few_answers", { have: figures.count(side.have), need: figures.count(side.need) })}
      </span>
    );
  const range = (window: Nps["windows"]["before"]) =>
    t("nps.window", { from: figures.short(window.from), to: figures.short(window.to) });
  const { change } = nps;
  return (
    <Section question={t("nps.question")} subtitle={t("nps.subtitle")}>
      <Table
        caption={t("nps.question")}
        columns={[
          { key: "who", label: t("who.question") },
          { key: "before", label: t("nps.before"), numeric: true },
          { key: "after", label: t("nps.after"), numeric: true },
        ]}
        rows={[
          { key: "concerned", cells: [t("nps.concerned"), cell(nps.before), cell(nps.after)] },
          { key: "twins", cells: [t("nps.twins"), cell(nps.twinsBefore), cell(nps.twinsAfter)] },
        ]}
      />
      <p className="mt-3 text-ink text-small">
        {change.kind === "change"
          ? t("nps.change", { value: signed(change.value), low: signed(change.lower), high: signed(change.upper) })
          : t("nps.noChange")}
      </p>
      <div className="mt-1">
        <Why label={ui("why")}>
          {t("nps.note")} {t("nps.before")}: {range(nps.windows.before)}. {t("nps.after")}: {range(nps.windows.after)}.
        </Why>
      </div>
    </Section>
  );
}
