import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { GraveSubmit } from "@/components/form/grave-submit";
import { SubmitButton } from "@/components/form/submit-button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { ChangePage } from "@/server/changes/shown";
import type { Outcome } from "@/server/trpc/outcome";

type Act = ChangePage["acts"][number];
type Props = {
  page: ChangePage;
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
};

const first: readonly Act[] = ["confirm", "start", "plan"];
/** Not to be taken back: asked once more. */
const grave: readonly Act[] = ["remove", "cancel"];
const dated: readonly Act[] = ["start", "end", "rollBack"];

/** What can be done with the change now: the next step in sight, the last ones folded away. */
export async function ChangeActs({ page, action }: Props) {
  const t = await getTranslations("changes");
  const { change, acts } = page;
  const next = first.filter((act) => acts.includes(act));
  const last = acts.filter((act) => !first.includes(act));
  if (acts.length === 0) return null;
  return (
    <Section question={t("page.acts")}>
      <div className="grid max-w-md gap-4">
        {acts.includes("confirm") && <Notice kind="info">{t("page.unconfirmedNote")}</Notice>}
        {change.state === "planned" && <Notice kind="info">{t("page.plannedNote")}</Notice>}
        {change.state === "draft" && <Notice kind="info">{t("page.draftNote")}</Notice>}
        {next.map((act, place) => (
          <ActForm key={act} act={act} page={page} action={action} look={place === 0 ? "act" : "plain"} />
        ))}
        {last.length > 0 && (
          <details>
            <summary className="touch link inline-block list-none text-ink-soft text-small">
              {change.state === "draft" ? t("page.remove") : t("page.more")}
            </summary>
            <div className="mt-4 grid gap-6 border-hairline border-l pl-4">
              {last.map((act) => (
                <ActForm key={act} act={act} page={page} action={action} look="plain" />
              ))}
            </div>
          </details>
        )}
      </div>
    </Section>
  );
}

type FormProps = Props & { act: Act; look: "act" | "plain" };

async function ActForm({ act, page, action, look }: FormProps) {
  const [t, ui] = await Promise.all([getTranslations("changes"), getTranslations("ui")]);
  const hints: Partial<Record<Act, string>> = { rollBack: t("page.rollBackHint"), cancel: t("page.cancelHint") };
  const { startActual, startPlanned } = page.change;
  const day = act === "start" && startPlanned && startPlanned < page.presentDay ? startPlanned : page.presentDay;
  return (
    <ActionForm action={action} label={t(`page.${act as "end"}`)} className="grid gap-2">
      <input type="hidden" name="act" value={act} />
      {hints[act] && <p className="text-ink-soft text-small">{hints[act]}</p>}
      {dated.includes(act) && (
        <FormInput
          id={`${act}-on`}
          name="on"
          type="date"
          label={t("page.day")}
          defaultValue={day}
          max={page.presentDay}
          min={startActual ?? undefined}
        />
      )}
      {act === "cancel" && (
        <FormInput id="cancel-reason" name="reason" label={t("page.cancelReason")} maxLength={400} />
      )}
      <div>
        {grave.includes(act) ? (
          <GraveSubmit
            question={t("page.sure", { act: t(`page.${act as "end"}`), title: page.change.title })}
            words={{ yes: t(`page.${act as "end"}`), no: ui("goBack") }}
          >
            {t(`page.${act as "end"}`)}
          </GraveSubmit>
        ) : (
          <SubmitButton look={look}>{t(`page.${act as "end"}`)}</SubmitButton>
        )}
      </div>
    </ActionForm>
  );
}
