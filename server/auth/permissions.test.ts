import { describe, expect, it } from "vitest";
import { type Action, may, permissions } from "./permissions";

/** Decisions D17, row by row: executive, ops, marketer, admin; p = with the right to see people. */
const table: Record<Action, string> = {
  "pages:read": "x x x x",
  "changes:draft": ". x x x",
  "changes:record": ". x . x",
  "segments:edit": ". . x x",
  "alerts:comment": "x x x x",
  "alerts:work": ". x x x",
  "people:see": ". . p p",
  "people:erase": ". . . p",
  "data:import": ". . . x",
  "workspace:administer": ". . . x",
};

describe("the permission table", () => {
  it("has the rows of D17 and no other", () =>
    expect(Object.keys(permissions).sort()).toEqual(Object.keys(table).sort()));
  for (const [action, row] of Object.entries(table)) {
    it(`${action}: ${row}`, () => {
      const roles = ["executive", "ops", "marketer", "admin"] as const;
      const seen = roles.map((role) => {
        const [without, withRight] = [false, true].map((seesPeople) => may({ role, seesPeople }, action as Action));
        return without ? "x" : withRight ? "p" : ".";
      });
      expect(seen.join(" ")).toBe(row);
    });
  }
});
