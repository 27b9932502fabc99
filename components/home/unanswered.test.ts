import { describe, expect, it } from "vitest";
import { unanswered } from "./unanswered";

describe("alerts that nobody answered before the watch was over", () => {
  const alert = (changeId: number, weakenedOn: string | null = null) => ({
    changeId,
    raisedOn: "2026-09-01",
    weakenedOn,
  });

  it("are those of changes whose watch is over; not one whose alarm faded, nor of a change under watch", () => {
    expect(unanswered([alert(1), alert(2, "2026-10-01"), alert(3)], [1, 2], "2026-11-20")).toEqual([alert(1)]);
  });
  it("as of a day before it was raised there is none", () => {
    expect(unanswered([alert(1)], [1], "2026-08-31")).toEqual([]);
  });
});
