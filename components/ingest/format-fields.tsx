import { useTranslations } from "next-intl";
import { FormInput } from "@/components/form/form-input";
import { FormSelect } from "@/components/form/form-select";

const formats = [
  "ISO",
  "YYYY-MM-DD HH:mm:ss",
  "D/M/YYYY H:mm",
  "D/M/YYYY",
  "M/D/YYYY H:mm",
  "M/D/YYYY",
  "D.M.YYYY H:mm",
];
const encodings = ["utf-8", "windows-1252", "iso-8859-15"];

/** How dates, numbers and letters are written in the file. */
export function FormatFields({ mapping }: { mapping: Readonly<Record<string, unknown>> }) {
  const t = useTranslations("ingest");
  const text = (name: string, otherwise: string) => {
    const value = mapping[name];
    return typeof value === "string" ? value : otherwise;
  };
  return (
    <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
      <FormInput
        name="dateFormat"
        label={t("mapping.dateFormat")}
        hint={t("mapping.dateFormatHint")}
        list="date-formats"
        defaultValue={text("dateFormat", "ISO")}
      />
      <datalist id="date-formats">
        {formats.map((format) => (
          <option key={format} value={format} />
        ))}
      </datalist>
      <FormInput
        name="zone"
        label={t("mapping.zone")}
        hint={t("mapping.zoneHint")}
        defaultValue={text("zone", "")}
        placeholder="Europe/Paris"
      />
      <FormSelect
        name="decimal"
        label={t("mapping.decimal")}
        options={[
          { value: ".", label: "1234.50" },
          { value: ",", label: "1234,50" },
        ]}
        defaultValue={text("decimal", ".")}
      />
      <FormSelect
        name="thousands"
        label={t("mapping.thousands")}
        options={[
          { value: "", label: t("mapping.thousandsNone") },
          { value: " ", label: "1 234" },
          { value: ".", label: "1.234" },
          { value: ",", label: "1,234" },
          { value: "'", label: "1'234" },
        ]}
        defaultValue={text("thousands", "")}
      />
      <FormSelect
        name="encoding"
        label={t("mapping.encoding")}
        options={encodings.map((encoding) => ({ value: encoding, label: encoding }))}
        defaultValue={text("encoding", "utf-8")}
      />
    </div>
  );
}
