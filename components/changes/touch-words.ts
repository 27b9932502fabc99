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
      /** `note`: how many twins they would have. */
      segments: { key: string; label: string; count: string; share: number; note: string | null }[];
      warnings: string[];
      outlook: OutlookWords | null;
      definition: string;
    };

/** What following it would show. */
export interface OutlookWords {
  title: string;
  /** Why it could not be measured. */
  warning: string | null;
  /** The first one is the answer. */
  shows: string[];
  /** How it would show sooner. */
  advice: string | null;
  twinsTitle: string;
  twins: string[];
  overlapsTitle: string;
  overlaps: { key: string; label: string; share: string }[];
  /** Where there is none, or some were not looked at. */
  overlapsNote: string | null;
  why: { label: string; said: string[] };
}
