import { getFormatter, getTranslations } from "next-intl/server";
import { segmentName } from "@/components/following/segment-name";
import { Empty } from "@/components/ui/empty";
import { Hidden } from "@/components/ui/hidden";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";

type Props = { people: number; groups: readonly { segment: string; n: number | null }[]; minGroup: number };

/** How many people there are in each segment, small groups hidden. */
export async function Groups({ people, groups, minGroup }: Props) {
  const [t, ui, names, format] = await Promise.all([
    getTranslations("customers"),
    getTranslations("ui"),
    getTranslations("changes"),
    getFormatter(),
  ]);
  return (
    <Section question={t("groups.question")} subtitle={t("groups.subtitle", { count: people })}>
      <Table
        caption={t("groups.caption")}
        empty={<Empty title={t("groups.empty")}>{t("groups.emptyHint")}</Empty>}
        columns={[
          { key: "segment", label: t("groups.segment") },
          { key: "people", label: t("groups.people"), numeric: true },
          { key: "share", label: t("groups.share"), numeric: true },
        ]}
        rows={groups.map(({ segment, n }) => ({
          key: segment,
          cells: [
            segment === "none" ? t("groups.none") : segmentName(segment, names),
            n === null ? (
              <Hidden key="hidden">{ui("hidden", { threshold: minGroup })}</Hidden>
            ) : (
              format.number(n, "count")
            ),
            n === null ? "" : format.number(n / people, "percentFine"),
          ],
        }))}
      />
    </Section>
  );
}
