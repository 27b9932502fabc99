import { getFormatter, getTranslations } from "next-intl/server";
import { Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { ShownChain, ShownRun } from "@/server/jobs/schema";
import { Again, type AgainAction } from "./again";
import { durationIn } from "./duration";
import { StepName } from "./step-name";

type Props = {
  chain: ShownChain;
  tz: string;
  home: string;
  open: boolean;
  /** Null where the reader may not. */
  again: ((id: number) => AgainAction) | null;
};

/** One run of the day: how long it took, and behind that each step with what it did. */
export async function Chain({ chain, tz, home, open, again }: Props) {
  const [t, format] = await Promise.all([getTranslations("runs"), getFormatter()]);
  const duration = durationIn(t);
  const failed = chain.steps.filter(({ state }) => state === "failed").length;
  const moment = (at: Date, look: "minute" | "clock") => (
    <Time at={at.toISOString()}>
      {look === "minute"
        ? format.dateTime(at, "minute", { timeZone: tz })
        : format.dateTime(at, { timeStyle: "medium", timeZone: tz })}
    </Time>
  );
  const did = ({ counts }: ShownRun) =>
    Object.entries(counts)
      .filter(([, n]) => n !== 0)
      .map(([key, n]) => {
        const word = `count.${key}` as "count.people";
        return t("other", { count: format.number(n, "count"), what: t.has(word) ? t(word) : key });
      })
      .join(", ");
  const columns = (["step", "state", "began", "took", "rows", "did"] as const).map((key) => ({
    ...{ key, label: t(`column.${key}`) },
    numeric: key === "took" || key === "rows",
  }));
  return (
    <details open={open}>
      <summary className="touch link cursor-pointer text-ink-soft text-small">
        {t("summary", { steps: chain.steps.length + chain.more, failed })} ·{" "}
        {chain.seconds === null ? t("underway") : t("took", { duration: duration(chain.seconds) })}
      </summary>
      <div className="mt-3">
        <Table
          caption={t("caption", { moment: format.dateTime(chain.startedAt, "minute", { timeZone: tz }) })}
          columns={again ? [...columns, { key: "again", label: t("column.again") }] : columns}
          rows={chain.steps.map((step) => ({
            key: String(step.id),
            cells: [
              <StepName key="step" step={step} home={home} />,
              <span key="state">
                <Tag>{t(`state.${step.state}`)}</Tag>
                {step.tries > 1 && <span className="ml-2 text-ink-faint">{t("tries", { count: step.tries })}</span>}
                {step.error !== null && (
                  <span className="mt-1 block max-w-[24rem] text-ink-soft [overflow-wrap:anywhere]">
                    {t("failed", { error: step.error })}
                  </span>
                )}
              </span>,
              moment(step.startedAt ?? step.queuedAt, "clock"),
              step.seconds === null ? t("unsaid") : duration(step.seconds),
              step.rows === null ? t("unsaid") : format.number(step.rows, "count"),
              did(step) || t("unsaid"),
              again && step.again ? <Again key="again" step={step} action={again(step.id)} /> : t("unsaid"),
            ],
          }))}
        />
        {chain.more > 0 && <p className="mt-2 text-ink-faint text-small">{t("more", { count: chain.more })}</p>}
      </div>
    </details>
  );
}
