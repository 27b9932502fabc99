/** Version of what `reading.parts` holds; a new shape is a new version. */
export const READING_VERSION = 1;

/** Days before day 0 in which buying in the scope makes someone concerned (methods 2). */
export const LOOK_BACK = 365;

/** h*: the cohort's median due time, clipped to 2-26 weeks (methods 2). */
export const HORIZON = { least: 14, most: 182 };

/** Monitors close after 2 h*, at least 13 and at most 52 weeks (methods 4). */
export const WATCH = { least: 91, most: 364 };

/** Both arms must expect this many returns within 52 weeks for a monitor to open (D14). */
export const LEAST_RETURNS = 30;

/** Candidates kept per concerned customer in a stratum before the nearest are taken; drawn by a seeded hash. */
export const CANDIDATES_PER_EXPOSED = 12;

/** Stores with at least this share of the occasions of the concerned outside the scope give no twins (methods 2). */
export const SPILL_SHARE = 0.1;

/** For a store's change, twins come from at least this many stores. */
export const LEAST_TWIN_STORES = 3;

/** Other changes that touched at least this share of the concerned before day 0 are matched exactly, the largest first. */
export const OVERLAP_SHARE = 0.05;
export const MOST_OVERLAPS = 3;

/** Where a later change leaves a larger share of the concerned without twins of their kind, the two cannot be told apart. */
export const LEFT_ALONE = 0.3;

/** From this share of their look-back occasions in the scope on, the concerned are watched as a slice of their own (methods 4). */
export const INTENSE = 0.5;

/** z of the weekly-simultaneous band (methods 3). */
export const BAND_Z = 2.9;

/** Days that a store's missing rows are waited for (methods 4). */
export const WAIT = 14;
