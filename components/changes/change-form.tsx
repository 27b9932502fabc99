import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/form/action-form";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";
import { FormTextarea } from "@/components/form/form-textarea";
import type { Choices } from "@/server/changes/shown";
import type { Outcome } from "@/server/trpc/outcome";
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
          <details className="border-hairline border-t pt-3">
            <summary className="touch link inline-block list-none text-ink-soft text-small">{t("form.more")}</summary>
            <div className="mt-5 grid gap-6 sm:grid-cols-2">
              <FormInput name="end" type="date" label={t("form.end")} defaultValue={start.end} />
              <FormInput
                name="gain"
                type="number"
                step="any"
                inputMode="decimal"
                label={t("form.gain", { currency: choices.currency })}
                defaultValue={start.gain}
              />
              <FormSelect
                name="owner"
                label={t("form.owner")}
                defaultValue={start.ownerMember}
                options={[
                  { value: "", label: t("form.me") },
                  ...choices.members.map((one) => ({ value: String(one.memberId), label: one.name })),
                ]}
              />
              <FormInput name="tags" label={t("form.tags")} hint={t("form.tagsHint")} defaultValue={start.tags} />
              <div className="sm:col-span-2">
                <FormTextarea
                  name="links"
                  label={t("form.links")}
                  hint={t("form.linksHint")}
                  rows={2}
                  defaultValue={start.links}
                />
              </div>
              <Waves choices={choices} start={start} words={{ title: t("form.waves"), hint: t("form.wavesHint") }} />
            </div>
          </details>
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

type WavesProps = { choices: Choices; start: FormStart; words: { title: string; hint: string } };

/** A first day per shop, for a roll-out in waves. */
function Waves({ choices, start, words }: WavesProps) {
  if (choices.stores.length < 2) return null;
  const days = new Map(start.stores.map((store) => [store.id, store.startOn]));
  return (
    <details open={start.stores.some((store) => store.startOn)} className="sm:col-span-2">
      <summary className="touch link inline-block list-none text-ink-soft text-small">{words.title}</summary>
      <p className="mt-2 mb-3 text-ink-faint text-small">{words.hint}</p>
      <div className="grid max-h-72 gap-4 overflow-y-auto p-1 sm:grid-cols-3">
        {choices.stores.map((store) => (
          <FormInput
            key={store.id}
            name={`wave-${store.id}`}
            type="date"
            label={store.name}
            defaultValue={days.get(store.id) ?? ""}
          />
        ))}
      </div>
    </details>
  );
}
