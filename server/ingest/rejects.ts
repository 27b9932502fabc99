import type { RowFault } from "./csv-rows";

/** Why a row was refused; the sentences are `ingest.rejects.<code>` in messages/. */
export type RejectCode =
  | RowFault
  | "columnCount"
  | "missing"
  | "date"
  | "dateAbsurd"
  | "number"
  | "tooLarge"
  | "unknownWord"
  | "currency"
  | "score"
  | "yesNo"
  | "tooLong"
  | "email"
  | "phone"
  | "suppressed"
  | "degree"
  | "saysNothing"
  | "consent"
  | "nobody"
  | "supersededInFile"
  | "zone"
  | "degrees"
  | "openingHours"
  | "closesBeforeOpens"
  | "ownSuccessor"
  | "unknownSuccessor"
  | "untilBeforeDate"
  | "unknownStore"
  | "unknownProduct"
  | "unknownCategory"
  | "unknownChange"
  | "unknownCustomer"
  | "listFrozen"
  | "titleLength"
  | "hoursOfDay"
  | "tags"
  | "links"
  | "otherInChange"
  | "changeIncomplete"
  | "stateByDates"
  /** What the changes themselves refuse, under their own code. */
  | `changes.${string}`;

export interface Reject {
  file: string;
  line: number;
  column: string;
  value: string;
  code: RejectCode;
  params: Record<string, string | number>;
}

const keptInDetail = 10_000;

/** Refused rows: all counted, the first ten thousand kept with what was wrong. */
export class Rejects {
  count = 0;
  readonly kept: Reject[] = [];
  readonly byCode = new Map<RejectCode, number>();

  add(reject: Reject): void {
    this.count++;
    this.byCode.set(reject.code, (this.byCode.get(reject.code) ?? 0) + 1);
    if (this.kept.length >= keptInDetail) return;
    this.kept.push({ ...reject, value: Buffer.from(shortened(reject.value)).toString() });
  }
}

/** Cut between words: a part of an address or a number would be recognised by nobody when its person is erased. */
function shortened(value: string): string {
  const clean = value.replaceAll("\0", "");
  return clean.length > 200 ? `${clean.slice(0, 199).replace(/[^\s,;|"]*$/, "")}…` : clean;
}
