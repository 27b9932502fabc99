import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Section } from "@/components/ui/section";
import type { AlertPage } from "@/server/alerts/shown";

type Props = { evidence: AlertPage["alert"]["evidence"]; change: string; currency: string };

/** How rare evidence like this would be, what it is calibrated on, and what is promised of it. */
export async function AlertEvidence({ evidence, change, currency }: Props) {
  const [t, figures] = await Promise.all([getTranslations("alerts"), getFigures(currency)]);
  return (
    <Section question={t("page.sure")}>
      <p className="max-w-prose text-body text-ink [&_strong]:font-semibold">
        {t.rich("page.evidence", {
          n: figures.odds(evidence.onceIn),
          threshold: figures.odds(evidence.threshold),
          strong: (words) => <strong>{words}</strong>,
        })}
      </p>
      <p className="mt-2 max-w-prose text-ink-soft text-small">
        {evidence.calibration
          ? t("page.calibrated", figures.calibration(evidence.calibration))
          : t("page.uncalibrated")}
      </p>
      {evidence.calibration && (
        <p className="mt-2 max-w-prose text-ink-soft text-small">
          {t("page.promise", { alpha: figures.percent(evidence.alpha) })}
        </p>
      )}
      <p className="mt-3 text-small">
        <Link href={change} className="link text-ink">
          {t("page.toChange")}
        </Link>
      </p>
    </Section>
  );
}
