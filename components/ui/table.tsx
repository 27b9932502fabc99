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

type Props = {
  /** Says what the table holds; read aloud, and shown when `captionShown`. */
  caption: ReactNode;
  captionShown?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
  empty?: ReactNode;
};

/** The first column names the row. In a narrow place each row folds into lines "label value": nothing scrolls sideways. */
export function Table({ caption, captionShown = false, columns, rows, empty }: Props) {
  return (
    <div className="@container">
      <table {...roles.table} className="block w-full border-collapse text-small @xl:table">
        <caption className={captionShown ? "mb-2 text-left text-ink-soft @max-xl:block" : "sr-only"}>{caption}</caption>
        <thead {...roles.rowgroup} className="@max-xl:sr-only">
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
        <tbody {...roles.rowgroup} className="block @xl:table-row-group">
          {rows.map((row) => (
            <tr
              key={row.key}
              {...roles.row}
              className="block border-hairline border-b py-2.5 @xl:table-row @max-xl:first:border-t @xl:hover:bg-sunk"
            >
              {columns.map((column, place) => (
                <Cell key={column.key} column={column} first={place === 0}>
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

function Cell({ column, first, children }: { column: Column; first: boolean; children: ReactNode }) {
  if (first) {
    return (
      <th
        scope="row"
        {...roles.rowheader}
        className="block pr-4 text-left align-baseline font-medium text-ink @xl:table-cell @xl:py-2.5"
      >
        {children}
      </th>
    );
  }
  return (
    <td
      {...roles.cell}
      data-label={column.label}
      className={`flex justify-between gap-4 py-0.5 pr-4 align-baseline text-ink last:pr-0 before:text-ink-faint before:content-[attr(data-label)] @max-xl:pr-0 @max-xl:text-right @xl:table-cell @xl:py-2.5 @xl:before:content-none ${column.numeric ? "tabular-nums @xl:text-right" : ""}`}
    >
      {children}
    </td>
  );
}
