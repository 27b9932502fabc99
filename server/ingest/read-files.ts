import type { FileRole } from "@/db/schema";
import type { CopyRows } from "./copy-rows";
import { FileFault } from "./file-fault";
import type { Header } from "./header";
import type { ImportTask } from "./import-task";
import type { Mapping } from "./mapping";
import { readTable, type TableReader } from "./read-table";
import type { Reading } from "./reading";

/** Bytes read so far, over all files of the batch. */
export interface Done {
  bytes: number;
}

export type Begin<M> = (reading: Reading<M>, file: { name: string; index: number }, header: Header) => TableReader;

/** Reads all files of one role into one COPY, telling progress. Returns how many rows there were. */
export async function readFiles<M extends Mapping>(
  task: ImportTask<M>,
  reading: Reading<M>,
  role: FileRole,
  copy: CopyRows | null,
  begin: Begin<M>,
  done: Done,
): Promise<number> {
  let rows = 0;
  const pause = async () => {
    await copy?.settle();
    task.progress.update({ state: "reading", step: "reading", doneBytes: done.bytes, rows: reading.counts.kept });
  };
  const onBytes = (bytes: number) => {
    done.bytes += bytes;
  };
  try {
    for (const [index, { file }] of task.files.filter((each) => each.role === role).entries()) {
      const mapping = role === "facts" ? task.mapping : { ...task.mapping, delimiter: undefined };
      const start = (header: Header) => begin(reading, { name: file.name, index }, header);
      const count = await readTable({ file, mapping, onBytes, begin: start, pause });
      if (role === "facts" && count === 0 && task.completeThrough === null) {
        throw new FileFault("headerOnly", { file: file.name });
      }
      rows += count;
    }
    await copy?.finish();
    return rows;
  } catch (error) {
    copy?.abort();
    throw error;
  }
}

/** Every row refused is a wrong mapping, not a file of bad rows: nothing is changed and the first reason is told. */
export function refuseIfAllAre<M>(reading: Reading<M>, rows: number): void {
  const [first] = reading.rejects.kept;
  if (rows === 0 || reading.counts.kept > 0 || !first) return;
  const { file, line, column, value } = first;
  throw new FileFault("allRefused", { file, rows, line, column, value });
}
