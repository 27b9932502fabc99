import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";
import { FormTextarea } from "@/components/form/form-textarea";
import { SubmitButton } from "@/components/form/submit-button";
import type { AlertPage } from "@/server/alerts/shown";
import type { Outcome } from "@/server/trpc/outcome";

type Act = NonNullable<AlertPage["acts"]>["primary"];
type Words = Awaited<ReturnType<typeof getTranslations<"alerts">>>;
type Props = {
  page: AlertPage;
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  /** First day until which an alert may sleep. */
  tomorrow: string;
};

/** The one thing to do now, and the others folded under it. */
export async function AlertActs({ page, action, tomorrow }: Props) {
  const t = await getTranslations("alerts");
  if (!page.acts) return <p className="max-w-prose text-ink-soft text-small">{t("page.notYours")}</p>;
  const fields = (act: Act) => fieldsOf(act, page, t, tomorrow);
  return (
    <div className="grid max-w-md gap-4">
      <ActForm act={page.acts.primary} action={action} look="act" label={labelOf(page.acts.primary, page, t)}>
        {fields(page.acts.primary)}
      </ActForm>
      <div>
        {page.acts.others.map((act) => (
          <details key={act} className="group border-hairline border-t last:border-b">
            <summary className="flex min-h-10 list-none items-center text-ink-soft text-small hover:text-ink">
              <span aria-hidden="true" className="mr-2 inline-block text-ink-faint group-open:rotate-90">
                ›
              </span>
              {labelOf(act, page, t)}
            </summary>
            <div className="pb-4 pl-4">
              <ActForm act={act} action={action} look="plain" label={sendOf(act, page, t)}>
                {fields(act)}
              </ActForm>
            </div>
          </details>
        ))}
      </div>
    </div>
  );
}

type FormProps = {
  act: Act;
  action: Props["action"];
  look: "act" | "plain";
  label: string;
  children: ReactNode;
};

function ActForm({ act, action, look, label, children }: FormProps) {
  return (
    <ActionForm action={action} label={label} className="grid gap-3">
      <input type="hidden" name="act" value={act} />
      {children}
      <div>
        <SubmitButton look={look}>{label}</SubmitButton>
      </div>
    </ActionForm>
  );
}

function labelOf(act: Act, page: AlertPage, t: Words): string {
  return act === "take" && page.alert.ownerId !== null ? t("act.takeOver") : t(`act.${act}`);
}

function sendOf(act: Act, page: AlertPage, t: Words): string {
  if (act === "assign" || act === "snooze" || act === "close") return t(`act.${act}Send`);
  return labelOf(act, page, t);
}

/** What an act asks for; most ask for nothing. */
function fieldsOf(act: Act, page: AlertPage, t: Words, tomorrow: string): ReactNode {
  const id = (name: string) => `${act}-${name}`;
  switch (act) {
    case "act":
    case "watch":
      return (
        <FormTextarea
          id={id("body")}
          name="body"
          rows={2}
          label={t(`act.${act}Words`)}
          note={t("act.optional")}
          maxLength={2000}
        />
      );
    case "assign":
      return (
        <FormSelect
          id={id("member")}
          name="memberId"
          label={t("act.assignTo")}
          options={page.assignees.map((one) => ({ value: String(one.memberId), label: one.name }))}
        />
      );
    case "snooze":
      return (
        <>
          <FormInput id={id("until")} name="until" type="date" label={t("act.until")} min={tomorrow} required />
          <FormInput id={id("why")} name="why" label={t("act.reason")} required maxLength={400} />
        </>
      );
    case "close":
      return (
        <>
          <FormSelect
            id={id("as")}
            name="as"
            label={t("act.closeAs")}
            options={(["resolved", "accepted", "false_alarm", "other"] as const).map((value) => ({
              value,
              label: t(`closing.${value}`),
            }))}
          />
          <FormTextarea
            id={id("reason")}
            name="reason"
            rows={2}
            label={t("act.closeWords")}
            note={t("act.optional")}
            maxLength={2000}
          />
        </>
      );
    default:
      return null;
  }
}
