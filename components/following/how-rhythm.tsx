import type { HowContext } from "./how-context";
import type { FollowingRead } from "./shapes";

type Said = Pick<HowContext, "t" | "figures">;

/** The rhythm that twins were matched by. */
export function rhythmOf({ models, sampled }: FollowingRead["how"], { t, figures }: Said) {
  const [model] = models;
  if (sampled) return t("sampled.why");
  return model ? <Model model={model} t={t} figures={figures} /> : t("how.modelNone");
}

type ModelProps = Said & { model: FollowingRead["how"]["models"][number] };

/** The parameters of each group of customers; one line where all share the fit of everybody. */
function Model({ model, t, figures }: ModelProps) {
  const groups = [model.groups.store, model.groups.distance];
  const fits = [...new Map(groups.map((group) => [group.fittedOn, group])).values()];
  if (model.refusal || fits.every((fit) => fit.parameters === null)) return t("how.modelNone");
  return (
    <>
      {fits.map(
        (fit) =>
          fit.parameters && (
            <span key={fit.fittedOn} className="block">
              {t("how.modelText", {
                group: t(`how.group.${fit.fittedOn}`),
                fittedOn: figures.day(model.fittedOn),
                r: figures.decimal(fit.parameters.r),
                alpha: figures.decimal(fit.parameters.alpha),
                a: figures.decimal(fit.parameters.a),
                b: figures.decimal(fit.parameters.b),
              })}
            </span>
          ),
      )}
      <span className="block text-ink-faint">
        {model.value.kind === "gamma_gamma" ? t("how.valueGamma") : t("how.valueMeans")}
      </span>
    </>
  );
}
