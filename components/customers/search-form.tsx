import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { InputField } from "@/components/ui/input-field";

type Props = { action: (form: FormData) => Promise<void>; words: string };

/** Sent by POST, so that what was typed never stands in an address; works without a script. */
export async function SearchForm({ action, words }: Props) {
  const t = await getTranslations("customers.search");
  return (
    <search>
      <form action={action} className="grid max-w-[46rem] items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <InputField
          id="words"
          name="words"
          type="search"
          label={t("label")}
          defaultValue={words}
          maxLength={200}
          required
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" look="act">
          {t("send")}
        </Button>
        <p className="text-ink-faint text-small sm:col-span-2">{t("hint")}</p>
      </form>
    </search>
  );
}
