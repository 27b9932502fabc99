/** What an import did, as its page and its command tell it. Amounts are decimals in the workspace's currency. */
export interface BatchReport {
  rows: number;
  kept: number;
  refused: number;
  inserted: number;
  corrected: number;
  replaced: number;
  unchanged: number;
  /** Rows with the id and content of another one in the same files. */
  repeated: number;
  receipts: number;
  customers: number;
  newCustomers: number;
  /** Identities of a file of customers that came to somebody. */
  identities: number;
  /** Identities that so many customers of a file are given that they are placeholders. */
  sharedIdentities: number;
  /** Pairs of customers who may be one person, met for the first time. */
  joinsProposed: number;
  stores: number;
  newStores: number;
  products: number;
  newProducts: number;
  refunds: number;
  adjustments: number;
  converted: number;
  /** Sum of the kept rows' amounts, each rounded to the minor unit. */
  sum: string;
  /** What rounding moved: rounded minus exact. */
  roundingDifference: string;
  movedForward: number;
  firstOfTwo: number;
  receiptsInTwoFiles: number;
  rejectsByCode: Record<string, number>;
  seconds: number;
}

export interface Outcome {
  report: Omit<BatchReport, "seconds">;
  firstDay: string | null;
  lastDay: string | null;
}

export const emptyReport: Outcome["report"] = {
  rows: 0,
  kept: 0,
  refused: 0,
  inserted: 0,
  corrected: 0,
  replaced: 0,
  unchanged: 0,
  repeated: 0,
  receipts: 0,
  customers: 0,
  newCustomers: 0,
  identities: 0,
  sharedIdentities: 0,
  joinsProposed: 0,
  stores: 0,
  newStores: 0,
  products: 0,
  newProducts: 0,
  refunds: 0,
  adjustments: 0,
  converted: 0,
  sum: "0",
  roundingDifference: "0",
  movedForward: 0,
  firstOfTwo: 0,
  receiptsInTwoFiles: 0,
  rejectsByCode: {},
};
