import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { Empty } from "@/components/ui/empty";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { lineKinds } from "@/server/customers/schema";
import type { LineKind, PersonPage } from "@/server/customers/shown";
import { LineEntry } from "./line-entry";

type Props = {
  person: PersonPage;
  kind: LineKind | undefined;
  address: (asked: { kind?: LineKind | undefined; page?: number }) => string;
  changeHref: (id: number) => string;
};

/** All that there has been between a person and the house, newest first; by kind, a page at a time. */
export async function Line({ person, kind, address, changeHref }: Props) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("customers.line"),
    getTranslations("ui"),
    getFigures(person.currency),
  ]);
  const { entries, counts, page, pages } = person.line;
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const tabs = [
    { href: address({}), label: t("all"), count: figures.count(all), current: kind === undefined },
    ...lineKinds
      .filter((one) => counts[one] > 0 || one === kind)
      .map((one) => ({
        href: address({ kind: one }),
        label: t(`kind.${one}`),
        count: figures.count(counts[one]),
        current: one === kind,
      })),
  ];
  return (
    <Section id="line" question={t("question")}>
      {all > 0 && <Tabs label={t("filter")} tabs={tabs} />}
      {entries.length === 0 ? (
        <Empty title={t("empty")}>{t("emptyHint")}</Empty>
      ) : (
        <ol>
          {entries.map((entry) => (
            <li
              key={entry.key}
              className="grid gap-x-6 gap-y-0.5 border-hairline border-b py-3 sm:grid-cols-[8.5rem_minmax(0,1fr)]"
            >
              <span className="text-ink-faint text-small tabular-nums">
                <Time at={entry.day}>{figures.day(entry.day)}</Time>
              </span>
              <LineEntry entry={entry} currency={person.currency} changeHref={changeHref} />
            </li>
          ))}
        </ol>
      )}
      {pages > 1 && (
        <Pager
          label={ui("pages")}
          where={ui("pageOf", { page, pages })}
          {...(page > 1 && { previous: { href: address({ kind, page: page - 1 }), label: ui("previous") } })}
          {...(page < pages && { next: { href: address({ kind, page: page + 1 }), label: ui("next") } })}
        />
      )}
    </Section>
  );
}
