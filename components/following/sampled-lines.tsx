import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";

/** Why a workspace whose purchases are a sample of lines has no rhythm, and what its rates are rates of. */
export async function SampledLines() {
  const t = await getTranslations("following");
  return (
    <Notice kind="info" title={t("sampled.title")}>
      <p>{t("sampled.why")}</p>
      <p className="mt-2">{t("sampled.rates")}</p>
    </Notice>
  );
}
