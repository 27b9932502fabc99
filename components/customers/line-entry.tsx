import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getFigures } from "@/components/following/figures";
import { Quote } from "@/components/ui/quote";
import { Tag } from "@/components/ui/tag";
import type { Entry } from "@/server/customers/shown";

type Of<K extends Entry["kind"]> = Extract<Entry, { kind: K }>;
type Props = { entry: Entry; currency: string; changeHref: (id: number) => string };

/** One entry of a person's line, in words. */
export function LineEntry({ entry, currency, changeHref }: Props) {
  switch (entry.kind) {
    case "occasion":
      return <Occasion entry={entry} currency={currency} />;
    case "interaction":
      return <Interaction entry={entry} />;
    case "answer":
    case "invitation":
      return <Asked entry={entry} />;
    case "persona":
      return <Persona entry={entry} />;
    case "exposure":
    case "listed":
      return <Counted entry={entry} currency={currency} href={changeHref(entry.changeId)} />;
  }
}

type BodyProps = {
  head: ReactNode;
  aside?: readonly (string | null | false)[];
  words?: string | null;
  amount?: string;
};

function Body({ head, aside = [], words = null, amount }: BodyProps) {
  const small = aside.filter((part) => typeof part === "string" && part !== "");
  return (
    <div className="min-w-0 text-small">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium text-ink">{head}</span>
        {amount && <span className="tabular-nums">{amount}</span>}
      </p>
      {small.length > 0 && <p className="text-ink-soft">{small.join(" · ")}</p>}
      {words && <Quote>{words}</Quote>}
    </div>
  );
}

async function Occasion({ entry, currency }: { entry: Of<"occasion">; currency: string }) {
  const [t, figures] = await Promise.all([getTranslations("customers.line"), getFigures(currency)]);
  return (
    <div className="grid gap-2">
      {entry.stops.map((stop) => {
        const place = t(`channel.${stop.channel}`, { store: stop.store ?? t("somewhere") });
        const names = figures.list(stop.articles);
        return (
          <Body
            key={`${stop.channel} ${stop.store}`}
            head={`${t("bought", { lines: stop.lines })} ${place}`}
            amount={figures.exact(stop.paidMinor + stop.refundedMinor)}
            aside={[
              names && t("articles", { names, more: stop.products - stop.articles.length }),
              stop.refundedMinor !== 0 && t("refund", { amount: figures.exact(-stop.refundedMinor) }),
            ]}
          />
        );
      })}
    </div>
  );
}

async function Interaction({ entry }: { entry: Of<"interaction"> }) {
  const t = await getTranslations("customers.line");
  const talk = entry.what === "contact" || entry.what === "complaint" || entry.what === "after_sales";
  return (
    <Body
      head={t(`interaction.${entry.what}`)}
      words={entry.words}
      aside={[
        t(`by.${entry.channel}`),
        entry.store,
        entry.product,
        talk && t(`direction.${entry.direction}`),
        talk && t(`mode.${entry.mode}`),
        entry.resolvedFirst !== null && t(entry.resolvedFirst ? "resolved" : "unresolved"),
        entry.transferred === true && t("transferred"),
      ]}
    />
  );
}

async function Asked({ entry }: { entry: Of<"answer"> | Of<"invitation"> }) {
  const t = await getTranslations("customers.line");
  const survey = entry.survey && t("survey", { name: entry.survey });
  if (entry.kind === "answer") {
    const aside = [survey, entry.store, entry.invited && t("invited")];
    return <Body head={t("answer", { score: entry.score })} words={entry.words} aside={aside} />;
  }
  const aside = [survey, entry.channel && t(`contact.${entry.channel}`), entry.random && t("random")];
  return <Body head={t("invitation")} aside={aside} />;
}

const personaAnswers = ["prejudices", "attention", "advice", "time_value", "obstacle", "tone", "pace"] as const;

async function Persona({ entry }: { entry: Of<"persona"> }) {
  const t = await getTranslations("customers.line");
  const answered = personaAnswers.flatMap((name) => {
    const value = entry.answers[name];
    return value === undefined ? [] : [t(`answers.${name}`, { value: String(value) })];
  });
  const aside = [entry.persona && t("personaIs", { name: entry.persona }), ...answered];
  return <Body head={t("persona")} words={entry.words} aside={aside} />;
}

type CountedProps = { entry: Of<"exposure"> | Of<"listed">; currency: string; href: string };

async function Counted({ entry, currency, href }: CountedProps) {
  const [t, figures] = await Promise.all([getTranslations("customers.line"), getFigures(currency)]);
  const words = {
    title: entry.title,
    link: (parts: ReactNode) => (
      <Link href={href} className="touch link">
        {parts}
      </Link>
    ),
  };
  if (entry.kind === "listed") return <Body head={t.rich("listed", words)} />;
  return (
    <Body
      head={
        <>
          {t.rich(`arm.${entry.arm}`, words)} {entry.arm === "twin" && <Tag>{t("armTwinNote")}</Tag>}
        </>
      }
      aside={[entry.until && t("until", { day: figures.day(entry.until) })]}
    />
  );
}
