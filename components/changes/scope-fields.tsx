import { getTranslations } from "next-intl/server";
import { FormInput } from "@/components/form/form-input";
import type { Choices } from "@/server/changes/shown";
import type { FormStart } from "./change-form";
import { CheckList } from "./check-list";
import { ProductField } from "./product-field";
import { ScopePart } from "./scope-part";

type Props = { choices: Choices; start: FormStart; workspace: string };

/** Where, or for what: one area of questions, each open only where it is used. */
export async function ScopeFields({ choices, start, workspace }: Props) {
  const t = await getTranslations("changes");
  const words = { all: t("form.all"), chosen: t("form.chosen", { count: 0 }).replace("0", "#") };
  const chosenStores = new Set(start.stores.map((store) => store.id));
  const [hoursFrom = "", hoursTo = ""] = start.hours?.split("-") ?? [];
  const find = t("form.find");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-ink text-small">{t("form.where")}</legend>
      <p className="mb-2 text-ink-faint text-small">{t("form.whereHint")}</p>
      <ScopePart label={t("form.stores")} chosen={chosenStores.size} words={words} open>
        <CheckList
          name="store"
          find={find}
          choices={choices.stores.map((store) => ({
            id: String(store.id),
            label: store.name,
            group: store.region ?? undefined,
            chosen: chosenStores.has(store.id),
          }))}
        />
      </ScopePart>
      {choices.categories.length > 0 && (
        <ScopePart label={t("form.categories")} chosen={start.categories.length} words={words}>
          <CheckList
            name="category"
            find={find}
            choices={choices.categories.map((category) => ({
              id: String(category.id),
              label: category.path || category.name,
              chosen: start.categories.includes(category.id),
            }))}
          />
        </ScopePart>
      )}
      <ScopePart
        label={t("form.products")}
        chosen={start.products === "" ? 0 : start.products.split(",").length}
        words={words}
      >
        <ProductField
          workspace={workspace}
          label={t("form.products")}
          hint={t("form.productsHint")}
          initial={start.products}
        />
      </ScopePart>
      <ScopePart label={t("form.channels")} chosen={start.channels.length + start.fulfilments.length} words={words}>
        <p className="mb-1 text-ink-faint text-small">{t("form.channelLabel")}</p>
        <CheckList
          name="channel"
          find={find}
          choices={choices.channels.map((id) => ({
            id,
            label: t(`channel.${id}`),
            chosen: start.channels.includes(id),
          }))}
        />
        <p className="mt-3 mb-1 text-ink-faint text-small">{t("form.fulfilmentLabel")}</p>
        <CheckList
          name="fulfilment"
          find={find}
          choices={choices.fulfilments.map((id) => ({
            id,
            label: t(`fulfilment.${id}`),
            chosen: start.fulfilments.includes(id),
          }))}
        />
      </ScopePart>
      <ScopePart label={t("form.hours")} chosen={start.hours ? 1 : 0} words={words}>
        <div className="grid max-w-sm grid-cols-2 gap-4">
          <FormInput name="hoursFrom" type="time" label={t("form.hoursFrom")} defaultValue={hoursFrom} />
          <FormInput name="hoursTo" type="time" label={t("form.hoursTo")} defaultValue={hoursTo} />
        </div>
      </ScopePart>
      <ScopePart label={t("form.people")} chosen={start.segments.length} words={words}>
        <p className="mb-2 text-ink-faint text-small">{t("form.peopleHint")}</p>
        <CheckList
          name="segment"
          find={find}
          choices={choices.segments.map((id) => ({
            id,
            label: t(`segment.${id}`),
            chosen: start.segments.includes(id),
          }))}
        />
      </ScopePart>
    </fieldset>
  );
}
