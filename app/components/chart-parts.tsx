import { getTranslations } from "next-intl/server";
import { Sparkline } from "@/components/charts/sparkline";
import { Section } from "@/components/ui/section";
import { Verdict } from "@/components/ui/verdict";
import { BalancePart } from "./balance-part";
import { LadderPart } from "./ladder-part";
import { ReturnsPart } from "./returns-part";
import { trends } from "./samples";
import { StatesPart } from "./states-part";
import { TimelinePart } from "./timeline-part";

/** Every chart, filling, broken by a gap, and full. */
export async function ChartParts() {
  const [t, ui] = await Promise.all([getTranslations("components"), getTranslations("ui")]);
  return (
    <>
      <ReturnsPart />
      <StatesPart />
      <TimelinePart />
      <div className="grid gap-x-12 gap-y-14 lg:grid-cols-2">
        <BalancePart />
        <LadderPart />
      </div>
      <Section question={t("trend.question")} subtitle={t("trend.subtitle")}>
        <ul className="flex flex-wrap gap-x-10 gap-y-4">
          {trends.map(({ kind, points }) => (
            <li key={kind} className="flex items-center gap-4">
              <Sparkline
                points={points}
                kind={kind}
                mark={1}
                label={t("trend.label", { name: ui(`verdict.${kind}`) })}
              />
              <Verdict kind={kind}>{ui(`verdict.${kind}`)}</Verdict>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
