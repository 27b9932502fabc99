import { getTranslations } from "next-intl/server";
import { buttonLook } from "@/components/ui/button-look";
import { env } from "@/server/env";

/** The other way in, where an issuer is configured. A plain link: it leads to another site, with or without a script. */
export async function ProviderLink({ to }: { to: string }) {
  const { provider } = env();
  if (!provider) return null;
  const t = await getTranslations("auth");
  return (
    <a href={`/sign-in/provider?${new URLSearchParams({ to })}`} className={`${buttonLook.plain} w-full`}>
      {t("continueWith", { name: provider.name })}
    </a>
  );
}
