import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { Title } from "@/components/ui/headline";

/** Says why there is no page here, and the way on. */
export async function DeadEnd({ reason }: { reason: "notFound" | "forbidden" }) {
  const t = await getTranslations("errors.pages");
  return (
    <div className="grid max-w-[34rem] gap-5">
      <Title>{t(`${reason}.title`)}</Title>
      <p className="text-ink-soft">{t(`${reason}.body`)}</p>
      <div>
        <ButtonLink href="/">{t("home")}</ButtonLink>
      </div>
    </div>
  );
}
