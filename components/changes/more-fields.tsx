import { getTranslations } from "next-intl/server";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";
import { FormTextarea } from "@/components/form/form-textarea";
import type { Choices } from "@/server/changes/shown";
import type { FormStart } from "./change-form";

/** What may be said of a change and need not: its end, gain, owner, tags, links and waves. Folded. */
export async function MoreFields({ choices, start }: { choices: Choices; start: FormStart }) {
  const t = await getTranslations("changes");
  return (
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
