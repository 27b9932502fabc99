import { expect, it } from "vitest";
import { placeWhisker } from "./whisker";

it("0.8 (0.7 to 0.9) on 0.6..1.2 -> 34% (18% to 50%), mark 66%", () => {
  const place = placeWhisker({ value: 0.8, low: 0.7, high: 0.9 }, [0.6, 1.2], 1);
  expect(place.value).toBeCloseTo(34);
  expect([place.low, place.high]).toEqual([expect.closeTo(18), expect.closeTo(50)]);
  expect(place.mark).toBeCloseTo(66);
  expect([place.beyondLow, place.beyondHigh]).toEqual([false, false]);
});

it("0.5 (0.3 to 1.4) on 0.6..1.2 -> clipped at both ends, and says so", () => {
  const place = placeWhisker({ value: 0.5, low: 0.3, high: 1.4 }, [0.6, 1.2], 1);
  expect([place.low, place.value, place.high]).toEqual([2, 2, 98]);
  expect([place.beyondLow, place.beyondHigh]).toEqual([true, true]);
});
