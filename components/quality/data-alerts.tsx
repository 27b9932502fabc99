import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Empty } from "@/components/ui/empty";
import type { Quality } from "@/server/quality/schema";
import type { Outcome } from "@/server/trpc/outcome";

type Alert = Quality["alerts"][number];
type Props = { quality: Quality; see: (id: number) => (outcome: Outcome, form: FormData) => Promise<Outcome> };

/** What is wrong now, those not seen yet first. They go by themselves when the fault is over. */
export async function DataAlerts({ quality, see }: Props) {
  const [t, figures] = await Promise.all([getTranslations("quality"), getFigures("EUR")]);
  if (quality.alerts.length === 0) return <Empty title={t("alerts.none")}>{t("alerts.noneHint")}</Empty>;
  const say = ({ kind, source, store, since, evidence }: Alert) => {
    const figure = (key: string) => evidence[key] ?? 0;
    const name = store ?? source ?? "";
    const share = (key: string) => figures.percent(figure(key));
    if (kind === "late_source")
      return t("alerts.late_source", {
        name,
        day: figures.day(since),
        behind: figure("behind"),
        every: figure("every"),
      });
    if (kind === "missing_store")
      return t("alerts.missing_store", { name, day: figures.day(since), days: figure("days") });
    if (kind === "jump")
      return t("alerts.jump", {
        name,
        day: figures.day(since),
        found: figures.count(figure("found")),
        usual: figures.count(figure("usual")),
      });
    if (kind === "identification")
      return t("alerts.identification", {
        name,
        day: figures.day(since),
        found: share("found"),
        usual: share("usual"),
      });
    return t("alerts.refused_rows", {
      name,
      day: figures.day(since),
      rows: figures.count(figure("rows")),
      refused: figures.count(figure("refused")),
    });
  };
  return (
    <ul className="divide-y divide-hairline border-hairline border-y">
      {quality.alerts.map((alert) => (
        <li key={alert.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <div className="min-w-0">
            <p className={`text-body text-ink ${alert.seen ? "" : "font-semibold"}`}>{say(alert)}</p>
            <p className="text-ink-faint text-small">
              {t("alerts.raised", { moment: figures.moment(alert.raisedAt, quality.tz) })}
            </p>
          </div>
          {alert.seen ? (
            <span className="text-ink-faint text-small">{t("alerts.seen")}</span>
          ) : (
            <ActionForm action={see(alert.id)}>
              <SubmitButton look="plain">{t("alerts.see")}</SubmitButton>
            </ActionForm>
          )}
        </li>
      ))}
    </ul>
  );
}
