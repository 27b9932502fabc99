import type { InboxShown } from "@/server/alerts/shown";

type NewAlert = InboxShown["alerts"][number];

/** Alerts nobody has taken of changes whose watch is over, as of a day: those whose alarm still stood when it ended. */
export function unanswered<Alert extends Pick<NewAlert, "changeId" | "raisedOn" | "weakenedOn">>(
  untaken: readonly Alert[],
  over: readonly number[],
  asOf: string,
): Alert[] {
  return untaken.filter(
    ({ changeId, raisedOn, weakenedOn }) => raisedOn <= asOf && weakenedOn === null && over.includes(changeId),
  );
}
