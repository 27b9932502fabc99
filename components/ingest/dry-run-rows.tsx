import { useFormatter, useTranslations } from "next-intl";
import { Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { Tried } from "@/server/ingest/schema";
import { FieldName } from "./field-name";

type Row = Tried["rows"][number];
type Props = { rows: readonly Row[]; words: Readonly<Record<number, string>> };

const shownAtOnce = 12;

/** What each of the first rows would do; a dozen of them at once. */
export function DryRunRows({ rows, words }: Props) {
  const t = useTranslations("ingest");
  const first = rows.slice(0, shownAtOnce);
  const more = rows.slice(shownAtOnce);
  return (
    <>
      <RowTable caption={t("dryRun.rowsTitle")} rows={first} words={words} />
      {more.length > 0 && (
        <details className="mt-3">
          <summary className="touch cursor-pointer text-ink-soft text-small hover:text-ink">
            {t("dryRun.moreRows", { n: more.length })}
          </summary>
          <RowTable caption={t("dryRun.moreRows", { n: more.length })} rows={more} words={words} />
        </details>
      )}
    </>
  );
}

function RowTable({ caption, rows, words }: Props & { caption: string }) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  return (
    <Table
      caption={caption}
      columns={[
        { key: "line", label: t("dryRun.line") },
        { key: "outcome", label: t("dryRun.outcome") },
        { key: "said", label: t("dryRun.said") },
        { key: "effect", label: t("dryRun.effect") },
      ]}
      rows={rows.map((row) => ({
        key: `${row.line}-${row.outcome}`,
        cells: [
          format.number(row.line, "count"),
          <Tag key="outcome">{t(`dryRun.outcomes.${row.outcome}`)}</Tag>,
          <Said key="said" said={row.said} />,
          row.outcome === "refused" ? (words[row.line] ?? "") : <Changes key="changes" changes={row.changes} />,
        ],
      }))}
    />
  );
}

function Said({ said }: { said: Row["said"] }) {
  return (
    <span className="break-words">
      {Object.entries(said).map(([field, value], i) => (
        <span key={field}>
          {i > 0 && " · "}
          <span className="text-ink-faint">
            <FieldName field={field} />
          </span>{" "}
          {value}
        </span>
      ))}
    </span>
  );
}

function Changes({ changes }: { changes: Row["changes"] }) {
  const t = useTranslations("ingest");
  if (changes.length === 0) return "–";
  return changes.map(({ field, from, to }) => (
    <span key={field} className="block break-words">
      <FieldName field={field} />: {from || t("dryRun.nothing")} → {to || t("dryRun.nothing")}
    </span>
  ));
}
