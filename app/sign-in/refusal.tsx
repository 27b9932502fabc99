import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";

const known = ["unverified", "link", "other"] as const;
type Asked = { refused?: string | string[]; error?: string | string[] };

/** Why signing in by OpenID Connect ended here: our own reasons, or how the sign-in library names the issuer's. */
export async function Refusal({ asked: { refused, error }, provider }: { asked: Asked; provider: string }) {
  if (!refused && !error) return null;
  const t = await getTranslations("auth.refused");
  const cancelled = error === "OAuthCallbackError" ? "cancelled" : "failed";
  const reason = known.find((one) => one === refused) ?? cancelled;
  return <Notice kind="error" title={t(reason, { provider })} />;
}
