import type { ErrorParams } from "../errors";

/** What a request may be refused for, with its status; the sentence is `errors.<code>` of messages' api.json. */
export const refusals = {
  malformed: 400,
  notUtf8: 400,
  bodyBroken: 400,
  noKey: 401,
  scope: 403,
  noRoute: 404,
  method: 405,
  repeatedOtherwise: 409,
  tooLarge: 413,
  tooManyRows: 413,
  rowTooLong: 413,
  contentType: 415,
  contentEncoding: 415,
  parameter: 422,
  source: 422,
  saidTwice: 422,
  completeThrough: 422,
  idempotencyKey: 422,
  notRows: 422,
  noRows: 422,
  notObject: 422,
  unknownField: 422,
  missing: 422,
  value: 422,
  attributeName: 422,
  tooManyAttributes: 422,
  rate: 429,
  tooMuchWaits: 429,
} as const;
export type RefusalCode = keyof typeof refusals;

/** Where in the request the fault is: the n-th row, and the field. */
export interface FaultPlace {
  row?: number;
  field?: string;
}

/** A request that is refused as a whole, in one sentence; nothing of it was kept. */
export class Refusal extends Error {
  readonly status: number;

  constructor(
    readonly code: RefusalCode,
    readonly params: ErrorParams = {},
    readonly place: FaultPlace = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
    this.status = refusals[code];
  }
}

const longestShown = 80;

/** A value as a sentence shows it. */
export function shownValue(value: unknown): string {
  const text = value === undefined ? "undefined" : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
