import type { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Told } from "@/components/ui/told";
import type { Headline } from "./headline";

type Words = ReturnType<typeof useTranslations<"home">>;
type Say = { people: (n: number) => string; money: (minor: number) => string };

/** The headline in the reader's words. */
export function headlineSentence(said: Headline, t: Words, say: Say): ReactNode {
  if (said.key === "waiting") return t("headline.waiting", { waiting: said.waiting });
  if (said.kind === null) return t(`headline.${said.key}`);
  const { kind } = said;
  const told = (words: ReactNode) => <Told kind={kind}>{words}</Told>;
  const strong = (words: ReactNode) => <strong>{words}</strong>;
  if ("changes" in said) {
    return t.rich(`headline.${said.key}`, { told, ...said.count, changes: said.changes });
  }
  const since =
    said.more === 0
      ? t("headline.sinceOne", { title: said.title })
      : t("headline.sinceMore", { title: said.title, more: said.more });
  return (
    <>
      {t.rich(`headline.${said.key}`, { told, ...said.count, since })}
      {said.loss
        ? t.rich(`headline.${said.loss.key}`, {
            strong,
            count: say.people(said.loss.people),
            amount: say.money(said.loss.minor),
          })
        : t("headline.noCount")}{" "}
      {said.rest && t(`headline.${said.rest}`, said.count)}
    </>
  );
}
