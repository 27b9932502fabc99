import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/input-field";
import { SelectField } from "@/components/ui/select-field";
import { verdictKinds } from "@/components/ui/verdict-kind";

export type FilterChoices = {
  states: readonly ("draft" | "planned" | "live" | "ended" | "rolled_back" | "cancelled")[];
  kinds: readonly string[];
  movedParts: readonly string[];
  stores: readonly { id: number; name: string }[];
};
type Said = Partial<Record<"q" | "state" | "kind" | "moved" | "store" | "verdict", string>>;
type Props = { here: string; said: Said; choices: FilterChoices };

/** Filters as a plain form whose answer is an address: it can be kept, sent and gone back to. */
export async function ChangeFilters({ here, said, choices }: Props) {
  const [t, ui] = await Promise.all([getTranslations("changes"), getTranslations("ui")]);
  const any = { value: "", label: t("list.any") };
  const filtered = Object.values(said).some(Boolean);
  const fields = [
    {
      name: "state",
      label: t("list.state"),
      options: choices.states.map((value) => ({ value, label: t(`state.${value}`) })),
    },
    {
      name: "verdict",
      label: t("list.verdict"),
      options: verdictKinds.map((value) => ({ value, label: ui(`verdict.${value}`) })),
    },
    {
      name: "moved",
      label: t("list.moved"),
      options: choices.movedParts.map((value) => ({ value, label: t(`moved.${value as "client"}`) })),
    },
    {
      name: "kind",
      label: t("list.kind"),
      options: choices.kinds.map((value) => ({ value, label: t(`kind.${value as "other"}`) })),
    },
    {
      name: "store",
      label: t("list.store"),
      options: choices.stores.map((store) => ({ value: String(store.id), label: store.name })),
    },
  ] as const;
  return (
    <details open={filtered} className="mb-6 print:hidden">
      <summary className="touch link inline-block list-none text-ink-soft text-small">{t("list.filters")}</summary>
      <search>
        <form method="get" action={here} className="mt-3 grid grid-cols-2 items-end gap-x-4 gap-y-3 lg:grid-cols-6">
          <div className="col-span-2 lg:col-span-1">
            <InputField id="q" name="q" type="search" label={t("list.text")} defaultValue={said.q} />
          </div>
          {fields.map(({ name, label, options }) => (
            <SelectField
              key={name}
              id={name}
              name={name}
              label={label}
              defaultValue={said[name] ?? ""}
              options={[any, ...options]}
            />
          ))}
          <div className="col-span-2 flex items-center gap-5 lg:col-span-6">
            <Button type="submit">{t("list.apply")}</Button>
            {filtered && (
              <Link href={here} className="link text-ink-soft text-small">
                {t("list.clear")}
              </Link>
            )}
          </div>
        </form>
      </search>
    </details>
  );
}
