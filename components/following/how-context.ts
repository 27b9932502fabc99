import type { getTranslations } from "next-intl/server";
import type { Figures } from "./figures";
import type { FollowingRead } from "./shapes";

/** What each part of "How do we know?" says itself with. */
export interface HowContext {
  read: FollowingRead;
  t: Awaited<ReturnType<typeof getTranslations<"following">>>;
  figures: Figures;
  tz: string;
}
