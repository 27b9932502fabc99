import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import type { Choices } from "@/server/changes/shown";
import type { Outcome } from "@/server/trpc/outcome";
import { MoreFields } from "./more-fields";
import { MovedChoice } from "./moved-choice";
import { ScopeFields } from "./scope-fields";
import { TouchPanel } from "./touch-panel";
import type { TouchWords } from "./touch-words";

/** What stands in the form at first. */
export type FormStart = {
  title: string;
  moved: string;
  kind: string;
  stores: readonly { id: number; startOn?: string | undefined }[];
  categories: readonly number[];
  products: string;
  channels: readonly string[];
  fulfilments: readonly string[];
  hours: string | undefined;
  segments: readonly string[];
  start: string;
  end: string;
  hypothesis: string;
  gain: string;
  ownerMember: string;
  tags: string;
  links: string;
};

type Props = {
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  choices: Choices;
  start: FormStart;
  /** Address that answers the form's fields with whom they touch. */
  touch: string;
  workspace: string;
  touched: TouchWords | null;
  /** Number of the last edit; only where a change is edited. */
  seen?: number;
  /** A live change: its scope and first day move only with a reason. */
  measured?: boolean;
  buttons: ReactNode;
};

/** Six questions, the rest folded under "more"; beside them whom it touches. Works without a script. */
export async function ChangeForm(props: Props) {
  const { action, choices, start, touch, workspace, touched, seen, measured = false, buttons } = props;
  const [t, ui] = await Promise.all([getTranslations("changes"), getTranslations("ui")]);
  const kinds = choices.movedParts.flatMap((moved) =>
    (choices.kindsByMoved[moved] ?? []).map((kind) => ({
      value: kind,
      label: t(`kind.${kind}`),
      moved,
      group: t(`moved.${moved}`),
      template: t(`template.${kind}`),
    })),
  );
  const other = {
    value: "other",
    label: t("kind.other"),
    moved: "",
    group: t("kind.other"),
    template: t("template.other"),
  };
  return (
    <ActionForm action={action} label={t("form.label")} className="grid gap-8">
      {seen !== undefined && <input type="hidden" name="seen" value={seen} />}
      <div className="grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1fr)_16rem]">
        <div className="grid min-w-0 content-start gap-7">
          <FormInput
            name="title"
            label={t("form.title")}
            hint={t("form.titleHint")}
            placeholder={t("form.titleExample")}
            required
            maxLength={120}
            autoComplete="off"
            defaultValue={start.title}
          />
          <MovedChoice
            moved={choices.movedParts.map((value) => ({ value, label: t(`moved.${value}`) }))}
            kinds={[...kinds, other]}
            start={{ moved: start.moved, kind: start.kind, hypothesis: start.hypothesis }}
            words={{
              moved: t("form.moved"),
              movedHint: t("form.movedHint"),
              kind: t("form.kind"),
              hypothesis: t("form.hypothesis"),
              hypothesisHint: t("form.hypothesisHint"),
            }}
          >
            <ScopeFields choices={choices} start={start} workspace={workspace} />
            <div className="max-w-56">
              <FormInput
                name="start"
                type="date"
                label={t("form.start")}
                hint={t("form.startHint")}
                defaultValue={start.start}
              />
            </div>
          </MovedChoice>
          {measured && (
            <FormInput
              name="reason"
              label={t("form.reason")}
              hint={t("form.reasonHint")}
              note={ui("optional")}
              maxLength={400}
            />
          )}
          <MoreFields choices={choices} start={start} />
          <div className="flex flex-wrap items-center gap-3">{buttons}</div>
        </div>
        <div className="self-start lg:sticky lg:top-9">
          <TouchPanel
            address={touch}
            initial={touched}
            words={{ title: t("touch.title"), waiting: t("touch.waiting"), counting: t("touch.counting") }}
          />
        </div>
      </div>
    </ActionForm>
  );
}
