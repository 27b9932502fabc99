import type { ReactNode } from "react";
import { type Row, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { ShownRun } from "@/server/jobs/schema";
import { Again, type AgainAction } from "./again";
import type { StepGroup } from "./group-steps";
import type { RunWords } from "./in-words";
import { stepIn } from "./step-in";
import { StepName } from "./step-name";

/** The action that runs a step again; null where the reader may not. */
export type AgainOf = ((id: number) => AgainAction) | null;

type Props = { caption: ReactNode; rows: readonly Row[]; words: RunWords; again: AgainOf };

/** Steps, one a row: when, how long, what it did, and again. */
export function StepsTable({ caption, rows, words: { t }, again }: Props) {
  const columns = (["step", "state", "began", "took", "rows", "did"] as const).map((key) => ({
    ...{ key, label: t(`column.${key}`) },
    numeric: key === "took" || key === "rows",
  }));
  return (
    <Table
      caption={caption}
      columns={again ? [...columns, { key: "again", label: t("column.again") }] : columns}
      rows={rows}
    />
  );
}

type Context = { words: RunWords; home: string; again: AgainOf };

export function stepRow(step: ShownRun, { words, home, again }: Context): Row {
  const { t } = words;
  return {
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
      <Moment key="began" at={step.startedAt ?? step.queuedAt} words={words} />,
      words.took(step.seconds),
      words.rows(step.rows),
      words.did(step.job, step.counts),
      again && step.again ? <Again key="again" step={step} action={again(step.id)} /> : t("unsaid"),
    ],
  };
}

/** Several steps of one kind as one row. */
export function groupRow({ job, steps, states, began, seconds, rows, counts }: StepGroup, words: RunWords): Row {
  const { t } = words;
  return {
    key: job,
    cells: [
      <span key="step">
        {stepIn(t, { job, change: null })}{" "}
        <span className="block font-normal text-ink-faint">{t("times", { count: steps.length })}</span>
      </span>,
      <span key="state" className="inline-flex flex-wrap gap-1">
        {states.map(({ state, count }) => (
          <Tag key={state}>
            {states.length === 1 ? t(`state.${state}`) : t("states", { count, state: t(`state.${state}`) })}
          </Tag>
        ))}
      </span>,
      <Moment key="began" at={began} words={words} />,
      words.took(seconds),
      words.rows(rows),
      words.did(job, counts),
      t("unsaid"),
    ],
  };
}

function Moment({ at, words }: { at: Date; words: RunWords }) {
  return <Time at={at.toISOString()}>{words.clock(at)}</Time>;
}
