import type { ShownChain } from "@/server/jobs/schema";
import { groupSteps, type StepGroup } from "./group-steps";
import { getRunWords } from "./in-words";
import { stepIn } from "./step-in";
import { type AgainOf, groupRow, StepsTable, stepRow } from "./steps-table";

type Props = {
  chain: ShownChain;
  tz: string;
  home: string;
  open: boolean;
  again: AgainOf;
};

/** Steps of one kind that are told one by one, at least. */
const EACH = 20;

/** One run of the day: how long it took, behind that each kind of step with what it did, and each step of a kind one click further. */
export async function Chain({ chain, tz, home, open, again }: Props) {
  const words = await getRunWords(tz);
  const { t } = words;
  const failed = chain.steps.filter(({ state }) => state === "failed").length;
  const kinds = groupSteps(chain.steps);
  const several = kinds.filter(({ steps }) => steps.length > 1);
  const context = { words, home, again };
  return (
    <details open={open}>
      <summary className="touch link cursor-pointer text-ink-soft text-small">
        {t("summary", { steps: chain.steps.length + chain.more, failed })} ·{" "}
        {chain.seconds === null ? t("underway") : t("took", { duration: words.took(chain.seconds) })}
      </summary>
      <div className="mt-3 grid gap-2">
        <StepsTable
          caption={t("caption", { moment: words.minute(chain.startedAt) })}
          rows={kinds.map((group) => {
            const [only, ...others] = group.steps;
            return only && others.length === 0 ? stepRow(only, context) : groupRow(group, words);
          })}
          {...{ words, again }}
        />
        {several.map(({ job, steps, states }) => (
          <details key={job} open={states.some(({ state }) => state === "failed")}>
            <summary className="touch link cursor-pointer text-ink-soft text-small">
              {t("each", { step: stepIn(t, { job, change: null }) })}
            </summary>
            <div className="mt-2 mb-6">
              <StepsTable
                caption={t("each", { step: stepIn(t, { job, change: null }) })}
                rows={toldOf(steps).map((step) => stepRow(step, context))}
                {...{ words, again }}
              />
              {steps.length > toldOf(steps).length && (
                <p className="mt-2 text-ink-faint text-small">
                  {t("more", { count: steps.length - toldOf(steps).length })}
                </p>
              )}
            </div>
          </details>
        ))}
        {chain.more > 0 && <p className="mt-2 text-ink-faint text-small">{t("more", { count: chain.more })}</p>}
      </div>
    </details>
  );
}

/** All that failed, then others. */
function toldOf(steps: StepGroup["steps"]): StepGroup["steps"] {
  const failed = steps.filter(({ state }) => state === "failed");
  const others = steps.filter(({ state }) => state !== "failed");
  return [...failed, ...others.slice(0, Math.max(0, EACH - failed.length))];
}
