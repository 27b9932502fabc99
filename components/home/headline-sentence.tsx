import type { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Told } from "@/components/ui/told";
import type { VerdictKind } from "@/components/ui/verdict-kind";
import type { Headline } from "./headline";

type Words = ReturnType<typeof useTranslations<"home">>;
type Stopped = Extract<Headline, { since: unknown }>;
type Say = { people: (n: number) => string; money: (minor: number) => string };

/** The headline in the reader's words. What nobody has answered comes first, then what is under watch. */
export function headlineSentence(said: Headline, t: Words, say: Say): ReactNode {
  if (said.key === "noData") return t("headline.noData");
  if ("since" in said) return stoppedSentence(said, t, say);
  const nobody = said.unanswered
    ? t.rich("headline.unanswered", {
        told: inColour("stopped"),
        ...said.unanswered,
        since: namesOf(said.unanswered, t),
      })
    : null;
  return (
    <>
      {nobody}
      {nobody && " "}
      {watchedSentence(said, t)}
    </>
  );
}

function watchedSentence(said: Exclude<Headline, Stopped | { key: "noData" }>, t: Words): ReactNode {
  if (said.key === "noChange") return t("headline.noChange");
  if (said.key === "waiting") return t("headline.waiting", { waiting: said.waiting });
  const values = { told: inColour(said.kind), ...said.count, changes: said.changes };
  const words = t.rich(`headline.${said.key}`, values);
  if (said.key !== "mixed" || said.unanswered) return words;
  return (
    <>
      {words} {t("headline.nobodyStopped")}
    </>
  );
}

function stoppedSentence(said: Stopped, t: Words, say: Say): ReactNode {
  const strong = (words: ReactNode) => <strong>{words}</strong>;
  const since = namesOf(said.since, t);
  return (
    <>
      {t.rich(`headline.${said.key}`, { told: inColour(said.kind), ...said.count, since })}
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

function inColour(kind: VerdictKind) {
  return (words: ReactNode) => <Told kind={kind}>{words}</Told>;
}

function namesOf({ title, more }: { title: string; more: number }, t: Words): string {
  return more === 0 ? t("headline.sinceOne", { title }) : t("headline.sinceMore", { title, more });
}
