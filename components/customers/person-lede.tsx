import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Lede } from "@/components/ui/lede";
import type { PersonPage } from "@/server/customers/shown";
import { timesSilent } from "./times-silent";

/** The relationship in a sentence or two: since when, how often, and whether they are due. */
export async function PersonLede({ person }: { person: PersonPage }) {
  const [t, figures] = await Promise.all([getTranslations("customers"), getFigures(person.currency)]);
  const { rhythm } = person;
  const strong = { strong: (parts: React.ReactNode) => <strong>{parts}</strong> };
  if (!rhythm) return <Lede>{t.rich("person.never", strong)}</Lede>;
  return (
    <Lede>
      {t.rich("person.since", { ...strong, day: figures.day(rhythm.firstDay), count: rhythm.x + 1 })}
      {t("person.last", { day: figures.day(rhythm.lastDay) })} {await due(rhythm)}
    </Lede>
  );

  async function due({ forecast, silent }: NonNullable<PersonPage["rhythm"]>) {
    if (!forecast) return t("person.noRhythm");
    const words = { ...strong, day: figures.day(forecast.dueOn), days: forecast.dueDays };
    if (forecast.dueOn > person.today) return t.rich("person.notDue", words);
    if (forecast.dueOn === person.today) return t.rich("person.dueToday", words);
    return t.rich("person.late", { ...words, silent, times: await timesSilent(forecast.overdueIndex) });
  }
}
