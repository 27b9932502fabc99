import type { ReactNode } from "react";

export type Column = { key: string; label: string; numeric?: boolean };
export type Row = { key: string; cells: readonly ReactNode[] };

/** `display: block` takes a table's own roles away in some browsers; these give them back. */
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
};

/** A table of few columns fits anywhere; a wider one folds where it is narrow. */
const flat = {
  table: "table",
  caption: "",
  head: "",
  body: "",
  row: "hover:bg-sunk",
  first: "py-2 pr-4",
  cell: "py-2 pr-4 last:pr-0",
  numeric: "text-right tabular-nums",
};
const folding = {
  table: "block @xl:table",
  caption: "@max-xl:block",
  head: "@max-xl:sr-only",
  body: "block @xl:table-row-group",
  row: "block py-2.5 @max-xl:first:border-t @xl:table-row @xl:hover:bg-sunk",
  first: "block pr-4 @xl:table-cell @xl:py-2.5",
  cell: "flex justify-between gap-4 py-0.5 before:shrink-0 before:text-left before:text-ink-faint before:content-[attr(data-label)] @max-xl:text-right @xl:table-cell @xl:py-2.5 @xl:pr-4 @xl:last:pr-0 @xl:before:content-none",
  numeric: "tabular-nums @xl:text-right",
};
type Look = typeof flat;

type Props = {
  /** Says what the table holds; read aloud, and shown when `captionShown`. */
  caption: ReactNode;
  captionShown?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
  empty?: ReactNode;
};

/** The first column names the row. More than three columns fold, in a narrow place, into lines "label value": nothing scrolls sideways. */
export function Table({ caption, captionShown = false, columns, rows, empty }: Props) {
  const look = columns.length > 3 ? folding : flat;
  return (
    <div className="@container">
      <table {...roles.table} className={`w-full border-collapse text-small ${look.table}`}>
        <caption className={captionShown ? `mb-2 text-left text-ink-soft ${look.caption}` : "sr-only"}>
          {caption}
        </caption>
        <thead {...roles.rowgroup} className={look.head}>
          <tr {...roles.row} className="border-rule border-b">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                {...roles.columnheader}
                className={`py-2 pr-4 align-bottom font-medium text-ink-soft last:pr-0 ${column.numeric ? "text-right" : "text-left"}`}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...roles.rowgroup} className={look.body}>
          {rows.map((row) => (
            <tr key={row.key} {...roles.row} className={`border-hairline border-b ${look.row}`}>
              {columns.map((column, place) => (
                <Cell key={column.key} column={column} first={place === 0} look={look}>
                  {row.cells[place]}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </div>
  );
}

type CellProps = { column: Column; first: boolean; look: Look; children: ReactNode };

function Cell({ column, first, look, children }: CellProps) {
  if (first) {
    return (
      <th scope="row" {...roles.rowheader} className={`text-left align-baseline font-medium text-ink ${look.first}`}>
        {children}
      </th>
    );
  }
  return (
    <td
      {...roles.cell}
      data-label={column.label}
      className={`align-baseline text-ink ${look.cell} ${column.numeric ? look.numeric : ""}`}
    >
      {children}
    </td>
  );
}
