import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";

type Props = { missing: Pick<FollowingRead, "waiting" | "silent">; currency: string };

/** Stores whose data are missing, before anything is made of the figures. */
export async function MissingNotice({ missing: { waiting, silent }, currency }: Props) {
  if (waiting === null && silent.length === 0) return null;
  const [t, figures] = await Promise.all([getTranslations("following"), getFigures(currency)]);
  return (
    <Notice kind="info">
      {waiting && <p>{t("how.waiting", { store: waiting.store, day: figures.day(waiting.since) })}</p>}
      {silent.map(({ store, since }) => (
        <p key={store}>{t("how.silent", { store, day: figures.day(since) })}</p>
      ))}
    </Notice>
  );
}
