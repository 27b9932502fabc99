import { useTranslations } from "next-intl";
import { FormCheckbox } from "@/components/form/form-checkbox";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";

type Props = {
  mapping: Readonly<Record<string, unknown>>;
  columns: readonly { value: string; label: string }[];
};

const channels = ["store", "web", "app", "phone", "mail", "marketplace"] as const;

/** What marks a refund, what is no merchandise, what the file does not say. */
export function PurchaseFields({ mapping, columns }: Props) {
  const t = useTranslations("ingest");
  const refund = recordOf(mapping.refund);
  const rule = "prefix" in refund ? "prefix" : "column" in refund ? "column" : "sign" in refund ? "sign" : "";
  const constants = recordOf(mapping.constants);
  return (
    <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
      <FormSelect
        name="refund"
        label={t("mapping.refund")}
        options={(["", "sign", "prefix", "column"] as const).map((value) => ({
          value,
          label: t(`mapping.refundBy.${value === "" ? "kind" : value}`),
        }))}
        defaultValue={rule}
      />
      <FormInput name="refundPrefix" label={t("mapping.refundPrefix")} defaultValue={textOf(refund.prefix)} />
      <FormSelect
        name="refundColumn"
        label={t("mapping.refundColumn")}
        options={columns}
        defaultValue={textOf(refund.column)}
      />
      <FormInput name="refundValues" label={t("mapping.refundValues")} defaultValue={listOf(refund.values)} />
      <FormInput
        name="notMerchandise"
        label={t("mapping.notMerchandise")}
        hint={t("mapping.notMerchandiseHint")}
        defaultValue={listOf(recordOf(mapping.notMerchandise).codes)}
      />
      <FormSelect
        name="constant-channel"
        label={t("mapping.channel")}
        hint={t("mapping.channelHint")}
        options={[
          { value: "", label: t("mapping.channelStore") },
          ...channels.map((channel) => ({ value: channel, label: t(`channels.${channel}`) })),
        ]}
        defaultValue={textOf(constants.channel)}
      />
      <FormInput
        name="constant-store"
        label={t("mapping.store")}
        hint={t("mapping.storeHint")}
        defaultValue={textOf(constants.store)}
      />
      <FormCheckbox
        name="wholeReceipts"
        label={t("mapping.wholeReceipts")}
        hint={t("mapping.wholeReceiptsHint")}
        defaultChecked={mapping.wholeReceipts !== false}
      />
    </div>
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : "";
}
