import { getFormatter, getTranslations } from "next-intl/server";
import { Empty } from "@/components/ui/empty";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Erasure } from "@/server/customers/shown";

type Props = { erasures: readonly Erasure[]; tz: string };

/** When, by whom asked, how many rows went; never who. */
export async function ErasuresTable({ erasures, tz }: Props) {
  const [t, format] = await Promise.all([getTranslations("customers.erasures"), getFormatter()]);
  const moment = (at: Date) => (
    <Time key={at.toISOString()} at={at.toISOString()}>
      {format.dateTime(at, "minute", { timeZone: tz })}
    </Time>
  );
  return (
    <Table
      caption={t("caption")}
      empty={<Empty title={t("none")}>{t("noneHint")}</Empty>}
      columns={[
        { key: "asked", label: t("asked") },
        { key: "by", label: t("by") },
        { key: "state", label: t("state") },
        { key: "done", label: t("done") },
        { key: "rows", label: t("rows"), numeric: true },
      ]}
      rows={erasures.map(({ id, state, askedAt, by, doneAt, removed }) => ({
        key: String(id),
        cells: [
          moment(askedAt),
          by ?? t("nobody"),
          t(`states.${state}`),
          doneAt ? moment(doneAt) : "",
          removed
            ? format.number(
                Object.values(removed).reduce((sum, n) => sum + n, 0),
                "count",
              )
            : "",
        ],
      }))}
    />
  );
}
