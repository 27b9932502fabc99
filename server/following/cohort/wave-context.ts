import type { Rhythm } from "../../churn/rhythm";
import type { Scope } from "../../scope";
import type { Settings } from "../../workspaces/settings";
import type { ChangeRule, Wave } from "../change-rule";
import { addDays } from "../days";
import { LOOK_BACK } from "../settings";
import type { Stretch } from "./occasions-in-scope";

/** All that opening one wave of a change needs to know. */
export interface WaveContext {
  scope: Scope;
  settings: Settings;
  target: ChangeRule;
  wave: Wave;
  /** The end of day -1: nothing later is looked at. */
  asOf: string;
  /** Fitted on days up to `asOf`. */
  rhythm: Rhythm;
  seed: number;
}

/** [day 0 - 365, day 0 - 1]. */
export function lookBack(day0: string): Stretch {
  return { from: addDays(day0, -LOOK_BACK), to: addDays(day0, -1) };
}
