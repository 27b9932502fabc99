import { describe, expect, it } from "vitest";
import { readForm } from "./read-form";

const read = (address: string) => readForm(new URLSearchParams(address), "EUR");

describe("readForm", () => {
  it("two shops, one a fortnight later, on the web, from nine to ten", () => {
    const { scope } = read("store-3=on&store-12=on&wave-12=2026-12-01&channel-web=on&hoursFrom=09:00&hoursTo=10:00");
    expect(scope).toMatchObject({
      stores: [{ id: 3 }, { id: 12, startOn: "2026-12-01" }],
      channels: ["web"],
      hours: ["09:00-10:00"],
      categories: [],
    });
  });
  it("a wave of a shop that is not chosen is nothing", () => {
    expect(read("wave-12=2026-12-01").scope.stores).toEqual([]);
  });
  it("one of two hours is no span", () => expect(read("hoursFrom=09:00").scope.hours).toEqual([]));
  it("'A1, B2 ;C3' -> three products to look up", () => {
    expect(read("products=A1%2C+B2+%3BC3").typed).toEqual(["A1", "B2", "C3"]);
  });
  it("a gain of 180000.5 euros -> 18,000,050 cents; of 500 yen -> 500", () => {
    expect(read("gain=180000.5").gainMinor).toBe(18_000_050);
    expect(readForm(new URLSearchParams("gain=500"), "JPY").gainMinor).toBe(500);
  });
  it("nothing said -> empty title, no day, no amount", () => {
    expect(read("")).toMatchObject({ title: "", start: undefined, gainMinor: undefined, tags: [], links: [] });
  });
});
