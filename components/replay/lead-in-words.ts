import type { getTranslations } from "next-intl/server";
import type { ReplayShown } from "@/server/following/shown";

type Row = NonNullable<ReplayShown["latest"]>["result"]["changes"][number];

/** Days gained or lost against NPS. */
export function leadInWords({ lead }: Row, t: Awaited<ReturnType<typeof getTranslations<"replay">>>): string {
  if (lead.kind === "together" || lead.kind === "neither") return t(lead.kind);
  return t(lead.atLeast ? `${lead.kind}AtLeast` : lead.kind, { days: lead.days });
}
