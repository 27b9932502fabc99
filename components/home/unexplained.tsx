import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Figures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { Why } from "@/components/ui/why";

interface Drift {
  segment: string;
  ratio: number;
  lower: number;
  k: number;
  from: string;
  to: string;
}

type Props = { drifts: readonly Drift[]; figures: Figures; recordHref: string | null };

/** Grey lines under the segments: fewer came than expected and no change was recorded. A question, never an alarm. */
export async function Unexplained({ drifts, figures, recordHref }: Props) {
  const [t, words] = await Promise.all([getTranslations("home.unexplained"), getTranslations("changes")]);
  if (drifts.length === 0) return null;
  return (
    <ul className="mt-4 grid gap-2 text-ink-faint text-small">
      {drifts.map(({ segment, ratio, lower, k, from, to }) => (
        <li key={segment} className="flex flex-wrap items-baseline gap-x-3">
          <span>{t("line", { segment: segmentName(segment, words), ratio: figures.percent(ratio) })}</span>
          {recordHref && (
            <Link href={recordHref} className="link print:hidden">
              {t("ask")}
            </Link>
          )}
          <span className="print:hidden">
            <Why label={t("whyLabel")}>
              {t("why", { lower: figures.percent(lower), k, from: figures.day(from), to: figures.day(to) })}
            </Why>
          </span>
        </li>
      ))}
    </ul>
  );
}
