import { getTranslations } from "next-intl/server";
import { Headline } from "@/components/ui/headline";
import { Lede } from "@/components/ui/lede";
import { Quote } from "@/components/ui/quote";
import { Section } from "@/components/ui/section";
import { Told } from "@/components/ui/told";
import { Verdict } from "@/components/ui/verdict";
import { verdictKinds } from "@/components/ui/verdict-kind";

/** What is said before any figure. */
export async function SentenceParts() {
  const [t, ui] = await Promise.all([getTranslations("components"), getTranslations("ui")]);
  const strong = (words: React.ReactNode) => <strong>{words}</strong>;
  return (
    <>
      <Section id="said" question={t("headline.question")} subtitle={t("headline.subtitle")}>
        <div className="grid gap-8">
          <Headline as="p">
            {t.rich("headline.text", { strong, told: (words) => <Told kind="stopped">{words}</Told> })}
          </Headline>
          <Headline as="p">{t.rich("headline.quiet", { strong })}</Headline>
          <Lede>{t.rich("headline.lede", { strong })}</Lede>
          <Quote source={t("headline.quoteSource")}>{t("headline.quote")}</Quote>
        </div>
      </Section>
      <Section question={t("verdicts.question")} subtitle={t("verdicts.subtitle")}>
        <ul className="flex flex-wrap gap-x-8 gap-y-3">
          {verdictKinds.map((kind) => (
            <li key={kind}>
              <Verdict kind={kind}>{ui(`verdict.${kind}`)}</Verdict>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
