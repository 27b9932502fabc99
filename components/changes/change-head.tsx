import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { FollowLede } from "@/components/following/follow-lede";
import type { FollowingRead } from "@/components/following/shapes";
import { VerdictLine } from "@/components/following/verdict-line";
import { Title } from "@/components/ui/headline";
import { Lede } from "@/components/ui/lede";
import { Tag } from "@/components/ui/tag";
import { Verdict } from "@/components/ui/verdict";
import type { ChangePage } from "@/server/changes/shown";

type Props = {
  page: ChangePage;
  read: FollowingRead | null;
  /** What the watch waits for, where nothing was read yet. */
  waitingFor: "day" | "day 0" | "data" | "reading" | null;
};

/** Title, verdict, and what was found in a few sentences; or why nothing was found yet. */
export async function ChangeHead({ page, read, waitingFor }: Props) {
  const [t, ui, words, figures] = await Promise.all([
    getTranslations("changes"),
    getTranslations("ui"),
    getTranslations("following"),
    getFigures(page.currency),
  ]);
  const { change } = page;
  const start = change.startActual ?? change.startPlanned;
  const end = change.endActual;
  const pending =
    change.state === "draft" || change.state === "planned" || change.state === "cancelled" ? change.state : null;
  return (
    <div className="grid min-w-0 content-start gap-3">
      <Title>{change.title}</Title>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-ink-soft text-small">
        <Tag>{t(`state.${change.state}`)}</Tag>
        {start && <span>{t(change.startActual ? "page.started" : "page.starts", { day: figures.day(start) })}</span>}
        {end && (
          <span>{t(change.state === "rolled_back" ? "page.rolledBack" : "page.ended", { day: figures.day(end) })}</span>
        )}
        {change.state === "live" && !change.startConfirmed && <Tag>{t("unconfirmed")}</Tag>}
      </p>
      {read ? (
        <>
          <VerdictLine read={read} currency={page.currency} />
          <FollowLede read={read} currency={page.currency} />
        </>
      ) : (
        <>
          {!pending && (
            <p className="text-small">
              <Verdict kind="early" size="body">
                {ui("verdict.early")}
              </Verdict>
            </p>
          )}
          <Lede>
            {pending ? words(`pending.${pending}`) : words(waitingFor === "reading" ? "pending.soon" : "pending.ahead")}
          </Lede>
        </>
      )}
    </div>
  );
}
