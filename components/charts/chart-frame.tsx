import type { ReactNode } from "react";
import { type Column, type Row, Table } from "@/components/ui/table";

/** What every chart says besides its drawing. */
export type ChartWords = {
  /** Name of the drawing, read aloud. */
  title: string;
  /** The drawing in one or two sentences, read aloud. */
  description: string;
  caption?: ReactNode;
  /** The figures behind the drawing, on demand; `summary` is the word that opens them. */
  table?: { summary: ReactNode; columns: readonly Column[]; rows: readonly Row[] };
};

/** A drawing with its caption and the table behind it. */
export function ChartFrame({ words, children }: { words: ChartWords; children: ReactNode }) {
  return (
    <figure className="@container min-w-0">
      {children}
      {words.caption && <figcaption className="mt-2 text-ink-soft text-small">{words.caption}</figcaption>}
      {words.table && (
        <details className="group mt-2 text-small print:hidden">
          <summary className="touch link inline-block list-none text-ink-faint hover:text-ink">
            {words.table.summary}
          </summary>
          <div className="mt-2 border-hairline border-l pl-3">
            <Table caption={words.title} columns={words.table.columns} rows={words.table.rows} />
          </div>
        </details>
      )}
    </figure>
  );
}
