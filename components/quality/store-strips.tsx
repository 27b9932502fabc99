import { getTranslations } from "next-intl/server";
import { useId } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { Drawing, Stretch, stretchWidth } from "@/components/charts/drawing";
import { Hatch } from "@/components/charts/hatch";
import { getFigures } from "@/components/following/figures";
import type { Quality } from "@/server/quality/schema";
import { type Run, runsOf, type StripState } from "./strip-runs";

const height = 16;
const look: Record<StripState, string> = {
  open: "fill-follow",
  closed: "fill-hairline",
  missing: "fill-stopped",
  unknown: "",
};
const states = ["open", "closed", "missing", "unknown"] as const;

/** Thirteen weeks of each store, day by day. A gap is never a zero. */
export async function StoreStrips({ quality }: { quality: Quality }) {
  const [t, ui, figures] = await Promise.all([getTranslations("quality"), getTranslations("ui"), getFigures("EUR")]);
  const { strips, from, today } = quality;
  const span = (run: Run) =>
    run.from === run.to
      ? figures.short(run.from)
      : t("strips.span", { from: figures.short(run.from), to: figures.short(run.to) });
  const rows = strips.map((strip) => ({ ...strip, runs: runsOf(strip.days, from) }));
  const count = (runs: readonly Run[], state: StripState) =>
    runs.reduce((sum, run) => sum + (run.state === state ? run.days : 0), 0);
  const gaps = (runs: readonly Run[]) => runs.filter(({ state }) => state === "missing").map(span);
  return (
    <ChartFrame
      words={{
        title: t("strips.title"),
        description: t("strips.description"),
        caption: t("strips.caption", { from: figures.day(from), to: figures.day(today) }),
        table: {
          summary: ui("table"),
          columns: [
            { key: "store", label: t("store") },
            ...states.map((state) => ({ key: state, label: t(`state.${state}`), numeric: true })),
            { key: "gaps", label: t("strips.gaps") },
          ],
          rows: rows.map(({ storeId, name, runs }) => ({
            key: String(storeId),
            cells: [
              name,
              ...states.map((state) => figures.count(count(runs, state))),
              gaps(runs).join(", ") || t("none"),
            ],
          })),
        },
      }}
    >
      <Legend words={(state) => t(`state.${state}`)} />
      <ul className="grid gap-y-1.5">
        {rows.map(({ storeId, name, runs }) => (
          <li key={storeId} className="grid items-center gap-x-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
            <span className="truncate text-ink text-small">{name}</span>
            <Strip
              runs={runs}
              title={name}
              description={t("strips.alternative", {
                open: count(runs, "open"),
                closed: count(runs, "closed"),
                unknown: count(runs, "unknown"),
                missing: count(runs, "missing"),
                gaps: gaps(runs).join(", "),
              })}
            />
          </li>
        ))}
      </ul>
    </ChartFrame>
  );
}

function Strip({ runs, title, description }: { runs: readonly Run[]; title: string; description: string }) {
  const id = useId();
  const day = stretchWidth / runs.reduce((sum, run) => sum + run.days, 0);
  return (
    <Drawing title={title} description={description} height={height}>
      <defs>
        <Hatch id={id} />
      </defs>
      <Stretch height={height}>
        {runs.map((run) => (
          <rect
            key={run.from}
            x={run.offset * day}
            width={run.days * day}
            y={run.state === "missing" ? 0 : 4}
            height={run.state === "missing" ? height : height - 8}
            className={look[run.state]}
            fill={run.state === "unknown" ? `url(#${id})` : undefined}
          />
        ))}
      </Stretch>
    </Drawing>
  );
}

function Legend({ words }: { words: (state: StripState) => string }) {
  const id = useId();
  return (
    <ul className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-ink-soft text-small">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-2">
          <svg width="14" height="12" aria-hidden="true">
            <defs>
              <Hatch id={id} />
            </defs>
            <rect
              width="14"
              height="12"
              className={look[state]}
              fill={state === "unknown" ? `url(#${id})` : undefined}
            />
          </svg>
          {words(state)}
        </li>
      ))}
    </ul>
  );
}
