import { describe, expect, it } from "vitest";
import { pageOf } from "./filter";

const rows = Array.from({ length: 51 }, (_, place) => place);

describe("pageOf", () => {
  it("51 rows of 25 -> 3 pages, the last with one", () => {
    expect(pageOf(rows, 3)).toEqual({ rows: [50], page: 3, pages: 3 });
  });
  it("page 9 of 3 -> the last; page 0, -1 or 'x' -> the first", () => {
    expect(pageOf(rows, 9).page).toBe(3);
    expect([pageOf(rows, 0).page, pageOf(rows, -1).page, pageOf(rows, Number("x")).page]).toEqual([1, 1, 1]);
  });
  it("no rows -> one empty page", () => expect(pageOf([], 1)).toEqual({ rows: [], page: 1, pages: 1 }));
});
