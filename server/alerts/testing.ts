import { recordChange } from "../changes/record-change";
import { type House, lyonMove } from "../changes/testing";
import type { Evidence } from "./evidence";
import { openAlerts } from "./queries";
import { type AlertInput, raiseAlert } from "./raise-alert";

/** Figures of an alarm, invented. For tests. */
export const evidenceOf = (other: Partial<Evidence> = {}): Evidence => ({
  rate: { value: 0.79, low: 0.75, high: 0.83 },
  exposed: 4120,
  lost: { value: 870, low: 700, high: 1040 },
  lostKind: "lost",
  atRisk: { value: 6_100_000, low: 4_900_000, high: 7_300_000 },
  onceIn: 214,
  threshold: 40,
  alpha: 0.05,
  calibrated: false,
  calibration: null,
  alarmOn: "2026-11-12",
  segments: [],
  asOf: "2026-11-20",
  ...other,
});

export const job = { kind: "job", name: "open-cohort" } as const;

/** The alarm of a change, tonight. */
export async function ring(house: House, changeId: number, other: Partial<AlertInput> = {}) {
  return house.as(job, (scope) =>
    raiseAlert(scope, {
      changeId,
      standing: true,
      on: "2026-11-20",
      sinceOn: "2026-11-10",
      evidence: evidenceOf(),
      ...other,
    }),
  );
}

/** A change of ops', and its new alert. */
export async function ringing(house: House): Promise<{ changeId: number; alertId: number }> {
  const { id: changeId } = await house.as("ops", (scope) => recordChange(scope, lyonMove(house)));
  await ring(house, changeId);
  const alertId = await house.as(job, async (scope) => {
    const open = await openAlerts(scope);
    return open.find((one) => one.changeId === changeId)?.alertId ?? 0;
  });
  return { changeId, alertId };
}
