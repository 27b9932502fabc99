import Link from "next/link";
import { getTranslations } from "next-intl/server";

/** From a probability of coming back to how such promises were kept: stands beside each of them. */
export async function HowPromised({ home }: { home: string }) {
  const t = await getTranslations("churn");
  return (
    <Link href={`${home}/data/model`} className="touch link text-small">
      {t("link")}
    </Link>
  );
}
