import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { segmentName } from "@/components/following/segment-name";
import { Empty } from "@/components/ui/empty";
import { Pager } from "@/components/ui/pager";
import { Table } from "@/components/ui/table";
import type { Found } from "@/server/customers/shown";
import { knownBriefly, personName } from "./person-name";

type Props = { found: Found; personHref: (id: number) => string; pageHref: (page: number) => string };

/** Who was found, those known by what was typed in whole first. */
export async function FoundTable({ found, personHref, pageHref }: Props) {
  const [t, ui, names, format] = await Promise.all([
    getTranslations("customers"),
    getTranslations("ui"),
    getTranslations("changes"),
    getFormatter(),
  ]);
  if (found.people.length === 0) {
    return <Empty title={t("search.none")}>{t("search.noneHint")}</Empty>;
  }
  const { page, pages } = found;
  return (
    <>
      <p role="status" className="mb-3 text-ink-soft text-small">
        {found.more ? t("search.more", { count: found.found }) : t("search.found", { count: found.found })}
      </p>
      <Table
        caption={t("search.caption")}
        columns={[
          { key: "customer", label: t("search.customer") },
          { key: "known", label: t("search.known") },
          { key: "area", label: t("search.area") },
          { key: "by", label: t("search.by") },
          { key: "segment", label: t("search.segment") },
          { key: "last", label: t("search.last"), numeric: true },
          { key: "occasions", label: t("search.occasions"), numeric: true },
        ]}
        rows={found.people.map((one) => ({
          key: String(one.id),
          cells: [
            <Link key="person" href={personHref(one.id)} className="touch link">
              {personName(one, t)}
            </Link>,
            knownBriefly(one.attributes, t),
            one.homeArea ?? "",
            one.by ? t(`identity.${one.by}`) : t("search.words"),
            one.segment ? segmentName(one.segment, names) : "",
            one.lastDay ? format.dateTime(new Date(one.lastDay), "day") : t("search.never"),
            format.number(one.occasions, "count"),
          ],
        }))}
      />
      {pages > 1 && (
        <Pager
          label={ui("pages")}
          where={ui("pageOf", { page, pages })}
          {...(page > 1 && { previous: { href: pageHref(page - 1), label: ui("previous") } })}
          {...(page < pages && { next: { href: pageHref(page + 1), label: ui("next") } })}
        />
      )}
    </>
  );
}
