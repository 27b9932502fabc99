import type { Scope } from "../../scope";
import { changeRule, type ScopeRule } from "../change-rule";
import type { Cohort } from "../cohort/open-cohort";

/** What of another change begins on a cohort's day 0 or later: one scope, from its first day on. */
export interface LaterPart {
  changeId: number;
  revision: number;
  from: string;
  rule: ScopeRule;
}

export async function laterPart(scope: Scope, { day0 }: Pick<Cohort, "day0">, changeId: number): Promise<LaterPart> {
  const { change, rule, waves } = await changeRule(scope, changeId);
  const own = waves.filter((wave) => wave.day0 >= day0);
  const stores = own.flatMap((wave) => wave.stores);
  return { changeId, revision: change.revision, from: own[0]?.day0 ?? day0, rule: { ...rule, stores } };
}
