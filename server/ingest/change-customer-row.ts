import { copyText } from "./copy-rows";
import type { Header } from "./header";
import type { ChangeCustomerMapping } from "./mapping";
import type { TableReader } from "./read-table";
import type { Reading } from "./reading";
import { RowCells } from "./row-cells";
import { changeCustomerFields } from "./schema";
import { customerIn, identityColumns } from "./shared-cells";

/** Reads who belongs to a change's list into staging. */
export function changeCustomerRows(
  reading: Reading<ChangeCustomerMapping>,
  file: { name: string; index: number },
  header: Header,
): TableReader {
  const { mapping, rejects } = reading;
  const columns = header.columns(changeCustomerFields, mapping.columns);
  const cells = new RowCells({ file: file.name, header, columns, nothing: mapping.nothing, rejects });
  if (!cells.has("customer")) header.required(mapping.columns?.customer ?? "customer");
  if (!cells.has("change") && !mapping.constants.change) header.required(mapping.columns?.change ?? "change");
  return {
    fault: (code, line, value, params = {}) => rejects.add({ file: file.name, line, column: "", value, code, params }),
    row(fields, line) {
      cells.take(fields, line);
      const change = cells.code("change", mapping.constants.change);
      const customer = customerIn(reading, cells);
      if (cells.refused) return;
      reading.counts.kept++;
      reading.copy.add(`${copyText(change)}\t${identityColumns(reading, customer)}\t${file.index}\t${line}`);
    },
  };
}
