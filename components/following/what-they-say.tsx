import { getTranslations } from "next-intl/server";
import { Quote } from "@/components/ui/quote";
import { Section } from "@/components/ui/section";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";

/** The latest words of those concerned, without their names. */
export async function WhatTheySay({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, figures] = await Promise.all([getTranslations("following"), getFigures(currency)]);
  return (
    <Section question={t("says.question")} subtitle={t("says.subtitle")}>
      {read.verbatims.length === 0 ? (
        <p className="text-ink-soft text-small">{t("says.none")}</p>
      ) : (
        <ul className="grid gap-5">
          {read.verbatims.slice(0, 4).map((one) => (
            <li key={`${one.day} ${one.body}`}>
              <Quote
                source={
                  one.store
                    ? t("says.sourceStore", { store: one.store, day: figures.short(one.day) })
                    : t("says.source", { day: figures.short(one.day) })
                }
              >
                “{one.body}”
              </Quote>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
