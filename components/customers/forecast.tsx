import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Empty } from "@/components/ui/empty";
import { Figure } from "@/components/ui/figure";
import { Section } from "@/components/ui/section";
import { Why } from "@/components/ui/why";
import type { PersonPage } from "@/server/customers/shown";
import { timesSilent } from "./times-silent";

/** What the person's rhythm lets one expect; where nothing can be said, why not, in the same place. */
export async function Forecast({ person }: { person: PersonPage }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("customers.forecast"),
    getTranslations("ui"),
    getFigures(person.currency),
  ]);
  const { rhythm } = person;
  const day = figures.day(person.today);
  const forecast = rhythm?.forecast;
  return (
    <Section question={t("question")} subtitle={forecast && t("subtitle", { day })}>
      {rhythm && forecast ? (
        <>
          <div className="grid grid-cols-2 gap-x-8 gap-y-6 sm:grid-cols-3 xl:grid-cols-6">
            <Figure
              label={t("alive")}
              value={forecast.pAlive === null ? "–" : figures.percent(forecast.pAlive)}
              n={forecast.pAlive === null && t("aliveUnknown")}
              why={forecast.pAlive === null && <Why label={ui("why")}>{t("aliveOnce")}</Why>}
            />
            {forecast.within.map(({ weeks, probability }) => (
              <Figure key={weeks} label={t("within", { weeks })} value={figures.percent(probability)} />
            ))}
            <Figure
              label={t("due")}
              value={figures.short(forecast.dueOn)}
              n={t("dueDays", { days: forecast.dueDays })}
              why={forecast.capped && <Why label={ui("why")}>{t("capped", { days: forecast.dueDays })}</Why>}
            />
            <Figure
              label={t("index")}
              value={await timesSilent(forecast.overdueIndex)}
              n={t(forecast.overdueIndex > 1 ? "indexLate" : "indexOn")}
            />
          </div>
          <div className="mt-4">
            <Why label={ui("why")}>
              <Definition rhythm={rhythm} person={person} />
            </Why>
          </div>
        </>
      ) : (
        <Empty
          title={rhythm?.why ? t(rhythm.why.why === "sample of lines" ? "unmeasured" : "notEnough") : t("unmeasured")}
        >
          {rhythm?.why ? t(`why.${rhythm.why.why}`, { day, ...rhythm.why }) : t("never")}
        </Empty>
      )}
    </Section>
  );
}

type DefinitionProps = { rhythm: NonNullable<PersonPage["rhythm"]>; person: PersonPage };

async function Definition({ rhythm, person }: DefinitionProps) {
  const [t, figures] = await Promise.all([getTranslations("customers.forecast"), getFigures(person.currency)]);
  const { model } = rhythm;
  return (
    <>
      {model && (
        <p>
          {t("definition", {
            day: figures.day(model.fittedOn),
            group: t(`group.${model.group}`),
            base: model.fittedGroup,
          })}
        </p>
      )}
      <p>{t("parts", { x: rhythm.x, tx: rhythm.tx, total: rhythm.tTotal, day: figures.day(person.today) })}</p>
      <p>{t("year", { count: rhythm.occasions365, amount: figures.amount(rhythm.value365Minor) })}</p>
      <p>{t("dueDefinition")}</p>
    </>
  );
}
