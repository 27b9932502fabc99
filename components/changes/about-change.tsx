import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { type Figures, getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { Definition, type Item } from "@/components/ui/definition";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import type { ChangePage } from "@/server/changes/shown";

type Words = Awaited<ReturnType<typeof getTranslations<"changes">>>;

/** What was recorded: scope, expectation, who answers for it. */
export async function AboutChange({ page }: { page: ChangePage }) {
  const [t, figures] = await Promise.all([getTranslations("changes"), getFigures(page.currency)]);
  const { change } = page;
  const owner = page.people.find((one) => one.userId === change.ownerId)?.name;
  const items: Item[] = [
    ...scopeItems(page, t, figures),
    item("expected", t("page.expected"), change.hypothesis),
    item("gain", t("page.gain"), change.gainMinor && t("page.gainValue", { amount: figures.amount(change.gainMinor) })),
    item("owner", t("page.owner"), owner),
    item("recorded", t("page.recorded"), figures.day(change.recordedOn)),
    item(
      "tags",
      t("page.tags"),
      change.tags.length > 0 && (
        <span className="flex flex-wrap gap-1.5">
          {change.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      ),
    ),
    item(
      "links",
      t("page.links"),
      change.links.length > 0 &&
        change.links.map((link) => (
          <a key={link} href={link} rel="noreferrer" className="link block break-all">
            {link}
          </a>
        )),
    ),
  ].flat();
  return (
    <Section question={t("page.about")}>
      <Definition items={items} />
    </Section>
  );
}

function item(key: string, term: string, detail: ReactNode): Item[] {
  return detail ? [{ key, term, detail }] : [];
}

function scopeItems({ scope }: ChangePage, t: Words, figures: Figures): Item[] {
  const parts = [
    item(
      "stores",
      t("page.stores"),
      scope.stores
        .map((store) =>
          store.startOn ? t("page.storeFrom", { store: store.name, day: figures.short(store.startOn) }) : store.name,
        )
        .join(", "),
    ),
    item("categories", t("page.categories"), scope.categories.map((one) => one.path).join("; ")),
    item("products", t("page.products"), scope.products.map((one) => `${one.name} (${one.code})`).join("; ")),
    item("channels", t("page.channels"), scope.channels.map((one) => t(`channel.${one}`)).join(", ")),
    item("fulfilments", t("page.fulfilments"), scope.fulfilments.map((one) => t(`fulfilment.${one}`)).join(", ")),
    item("hours", t("page.hours"), scope.hours.map((span) => span.replace("-", "–")).join(", ")),
    item("people", t("page.people"), peopleOf(scope, t)),
  ].flat();
  return parts.length > 0 ? parts : [{ key: "scope", term: t("page.scope"), detail: t("page.everything") }];
}

function peopleOf(scope: ChangePage["scope"], t: Words): string | null {
  if (scope.people === null) return null;
  const listed = t("page.listed", { count: scope.people });
  const named = scope.segments.map((segment) => segmentName(segment, t));
  return named.length > 0 ? `${listed} (${named.join(", ")})` : listed;
}
