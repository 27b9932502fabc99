/** Whom a scope touches, in the reader's words. */
export type TouchWords =
  | { state: "said"; said: string }
  | {
      state: "counted";
      customers: string;
      customersLabel: string;
      share: string | null;
      revenue: string;
      revenueLabel: string;
      segmentsLabel: string;
      segments: { key: string; label: string; count: string; share: number }[];
      warnings: string[];
      definition: string;
    };
