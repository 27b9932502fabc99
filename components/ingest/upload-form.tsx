import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/input-field";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select-field";
import { batchKinds } from "@/server/ingest/schema";

type Props = { action: string; sources: readonly string[]; problem: string | null };

/** Sends a file to be looked at before it is imported; a plain form, so that it works without a script. */
export function UploadForm({ action, sources, problem }: Props) {
  const t = useTranslations("ingest");
  return (
    <form action={action} method="post" encType="multipart/form-data" className="grid max-w-xl gap-5">
      {problem && <Notice kind="error" title={problem} />}
      <SelectField
        id="kind"
        name="kind"
        label={t("upload.kind")}
        options={batchKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <InputField
        id="source"
        name="source"
        label={t("upload.source")}
        hint={t("upload.sourceHint")}
        list="known-sources"
        maxLength={100}
        required
        autoComplete="off"
      />
      <datalist id="known-sources">
        {sources.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <InputField
        id="file"
        name="file"
        type="file"
        label={t("upload.file")}
        hint={t("upload.fileHint")}
        accept=".csv,.tsv,.txt,.gz"
        required
      />
      <div>
        <Button look="act" type="submit">
          {t("upload.send")}
        </Button>
      </div>
    </form>
  );
}
