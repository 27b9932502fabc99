import type { Hour } from "./people";
import type { Theme } from "./words";

/**
 * What the changes really do. The product never reads this file: the rows, the changes and the customers carry nothing
 * of it. Tests and the honesty bench do, to ask whether what the pages say holds it.
 */
export interface Effect {
  readonly change: string;
  /** Share of the touched (the exposed, or those of them in `only`) who stop following, drawn at random. */
  readonly share: number;
  /** They stop on a day drawn evenly from day 0 + first .. day 0 + second (0, 0: at once). */
  readonly delay: readonly [number, number];
  /** The only people touched: those who usually come at that hour. */
  readonly only?: Hour;
  /** Stopping ends when the change does: they stay away meanwhile, then come again. */
  readonly untilEnd?: boolean;
  /** Share of the exposed who keep coming, to another shop. */
  readonly switching?: number;
  /** Visits per year of the exposed are multiplied by this. */
  readonly visits?: number;
  /** Shift of the exposed's mean score on 0-10, and what they talk about. */
  readonly score: number;
  readonly theme: Theme | null;
  /** Share of the exposed who complain within four weeks. */
  readonly complaining: number;
}

const quiet = { share: 0, delay: [0, 0], score: 0, theme: null, complaining: 0 } as const;

export const effects: readonly Effect[] = [
  {
    change: "lyon-move",
    share: 0.28,
    delay: [0, 0],
    switching: 0.1,
    score: -0.8,
    theme: "distance",
    complaining: 0.03,
  },
  { change: "merino-yarn", share: 0.22, delay: [3, 31], score: -0.9, theme: "yarn", complaining: 0.035 },
  {
    change: "open-at-ten",
    share: 0.32,
    delay: [0, 10],
    only: "opening",
    score: -0.3,
    theme: "hours",
    complaining: 0.01,
  },
  {
    change: "free-alterations",
    share: 0,
    delay: [0, 0],
    visits: 1.45,
    score: 0.7,
    theme: "alterations",
    complaining: 0,
  },
  { change: "web-assistant", share: 0, delay: [0, 0], score: -1.4, theme: "assistant", complaining: 0.04 },
  {
    change: "bordeaux-tills",
    share: 0.12,
    delay: [0, 6],
    untilEnd: true,
    score: -1.1,
    theme: "queue",
    complaining: 0.02,
  },
  { change: "children-leave", share: 0.2, delay: [0, 40], score: -0.6, theme: "children", complaining: 0.015 },
  { change: "strasbourg-desks", share: 0.04, delay: [0, 20], score: -0.4, theme: "queue", complaining: 0.005 },
  { change: "kraft-parcels", ...quiet, theme: "paper" },
  { change: "points-expire", ...quiet, score: -0.2, theme: "points" },
  { change: "linen-price", ...quiet },
  { change: "delivery-fee", ...quiet },
  { change: "night-deliveries", ...quiet },
  { change: "tote-replaced", ...quiet },
  { change: "collect-first", ...quiet },
  { change: "toulouse-manager", ...quiet },
  { change: "repair-letter", ...quiet },
  { change: "marais-windows", ...quiet },
];

/** Somebody whom a change lost while they were still coming, and the first day on which they no longer come. */
export interface Loss {
  readonly change: string;
  readonly customer: string;
  readonly from: string;
  /** Last day away, for those who come again after a roll-back; null: for good. */
  readonly until: string | null;
}

/** How a change went: `exposed` by the product's own rule (bought in scope in the 365 days before their day 0). */
export interface Outcome {
  readonly effect: Effect;
  readonly exposed: number;
  /** Exposed who were drawn to stop; `stopped / exposed` is the true share of lost followers. */
  readonly stopped: number;
  readonly switched: number;
}

export interface Truth {
  readonly outcomes: readonly Outcome[];
  readonly losses: readonly Loss[];
}
