import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { MissingNotice } from "@/components/following/missing-notice";
import { Notice } from "@/components/ui/notice";
import type { AlertPage } from "@/server/alerts/shown";
import { closing } from "./alert-row";

type Props = { page: AlertPage; missing: Parameters<typeof MissingNotice>[0]["missing"] };

/** What one should know before believing an alert: missing data, imports undone, evidence that moved or weakened, its own state. */
export async function AlertNotices({ page, missing }: Props) {
  const [t, figures] = await Promise.all([getTranslations("alerts"), getFigures(page.currency)]);
  const { alert } = page;
  return (
    <div className="mt-4 grid gap-3">
      <MissingNotice missing={missing} currency={page.currency} />
      {page.undone.map((one) => (
        <Notice key={one.id} kind="info">
          {t("page.basedOn", {
            id: one.id,
            source: one.source,
            day: one.undoneAt ? figures.day(one.undoneAt.toISOString().slice(0, 10)) : "",
          })}
        </Notice>
      ))}
      {alert.weakenedOn && <Notice kind="info">{t("page.weakened", { day: figures.day(alert.weakenedOn) })}</Notice>}
      {page.moved && <Notice kind="info">{t("page.moved")}</Notice>}
      {page.asleep && alert.snoozeUntil && (
        <Notice kind="info">
          {t("page.asleepUntil", { day: figures.day(alert.snoozeUntil), reason: alert.snoozeReason ?? "" })}
        </Notice>
      )}
      {alert.state === "closed" && (
        <Notice kind="done" title={t("page.closedAs", { reason: closing(alert.closedAs, t) })}>
          {alert.closedReason}
        </Notice>
      )}
    </div>
  );
}
