import { type ErrorParams, Invalid } from "../errors";

export const fileFaults = [
  "empty",
  "headerOnly",
  "notUtf8",
  "utf16",
  "binary",
  "spreadsheet",
  "gzipTruncated",
  "gzipCorrupt",
  "notGzip",
  "headerUnreadable",
  "duplicateHeader",
  "missingColumn",
  "allRefused",
  "unreadable",
  "interrupted",
  "internal",
] as const;
export type FileFaultCode = (typeof fileFaults)[number];

/** What makes a whole file unusable: its batch fails with one sentence (`ingest.errors.<code>` in messages/) and changes nothing. */
export class FileFault extends Invalid {
  constructor(fault: FileFaultCode, params: ErrorParams) {
    super(`ingest.${fault}`, params, "files");
  }
}
