import type { Item } from "@/components/ui/definition";
import type { HowContext } from "./how-context";
import { rhythmOf } from "./how-rhythm";

/** Which days were counted, how the alarm looks at them, and by which model and method. */
export function whatItems({ read, t, figures, tz }: HowContext): Item[] {
  const { how } = read;
  const alarm = {
    key: "alarm",
    term: t("how.alarm"),
    detail: t("how.alarmText", {
      alpha: figures.decimal(how.alpha),
      from: figures.day(how.alarmFrom),
      round: how.roundDays,
    }),
  };
  return [
    {
      key: "days",
      term: t("how.days"),
      detail: (
        <>
          {t("how.daysText", {
            day0: figures.day(read.day0),
            through: figures.day(read.asOf),
            round: how.roundDays,
          })}
          {read.waiting && (
            <span className="block font-medium text-ink">
              {t("how.waiting", { store: read.waiting.store, day: figures.day(read.waiting.since) })}
            </span>
          )}
          {read.silent.map(({ store, since, exposed, twins }) => (
            <span key={store} className="block font-medium text-ink">
              {t("how.silent", { store, day: figures.day(since) })}{" "}
              {exposed === null || twins === null
                ? t("how.silentFew")
                : t("how.silentLeft", { exposed: figures.count(exposed), twins: figures.count(twins) })}
            </span>
          ))}
          {read.erased > 0 && <span className="block">{t("how.erased", { count: read.erased })}</span>}
        </>
      ),
    },
    ...(how.unmeasurable === null ? [alarm] : []),
    {
      key: "model",
      term: t("how.model"),
      detail: rhythmOf(how, { t, figures }),
    },
    {
      key: "method",
      term: t("how.method"),
      detail: t("how.methodText", {
        version: 1,
        seed: String(how.seed),
        strata: figures.count(how.strata),
        when: figures.moment(how.frozenAt, tz),
      }),
    },
  ];
}
