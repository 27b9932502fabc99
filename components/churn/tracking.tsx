import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import type { ModelShown } from "@/server/churn/schema";
import { TrackingPlot } from "./tracking-plot";

/** Repeat occasions promised against kept over held-out weeks, of the workspace's own base. */
export async function Tracking({ tracking, published }: Pick<ModelShown, "tracking" | "published">) {
  const [t, promises, figures] = await Promise.all([
    getTranslations("churn.tracking"),
    getTranslations("churn.promises"),
    getFigures("EUR"),
  ]);
  if (tracking?.kind !== "read") {
    return (
      <Section question={t("question")}>
        <Empty title={promises("nothing")}>{tracking && promises(`why.${tracking.why}`)}</Empty>
      </Section>
    );
  }
  const { from, splitOn, people, weeks, holdOut } = tracking;
  const whole = (n: number) => figures.count(Math.round(n));
  const said = { promised: whole(holdOut.promised), each: whole(holdOut.promisedEach), kept: whole(holdOut.kept) };
  return (
    <Section
      question={t("question")}
      subtitle={t("subtitle", { people: whole(people), from: figures.day(from), split: figures.day(splitOn) })}
    >
      <p className="mb-6 max-w-prose text-ink-soft">
        {t("result", { ...said, weeks: holdOut.days / 7 })}
        {published &&
          ` ${t("published", { promised: whole(published.promised), each: whole(published.promisedEach), source: published.source })}`}
      </p>
      <TrackingPlot
        weeks={weeks}
        split={weeks.length - holdOut.days / 7}
        names={{ came: t("came"), promised: t("promised"), split: t("split") }}
        countLabel={figures.count}
        weekLabel={(week) => `${week}`}
        words={{
          title: t("question"),
          description: `${t("description")} ${t("result", { ...said, weeks: holdOut.days / 7 })}`,
          caption: t("unlike"),
          table: {
            summary: promises("figures"),
            columns: [
              { key: "week", label: t("week"), numeric: true },
              { key: "promised", label: promises("promised"), numeric: true },
              { key: "kept", label: promises("came"), numeric: true },
            ],
            rows: weeks.map((week, i) => ({
              key: `${i}`,
              cells: [`${i + 1}`, whole(week.promised), whole(week.kept)],
            })),
          },
        }}
      />
    </Section>
  );
}
