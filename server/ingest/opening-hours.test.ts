import { describe, expect, it } from "vitest";
import { openingHours } from "./opening-hours";

describe("opening hours", () => {
  it.each([
    ["Mo-We 10:00-19:00", { 1: ["10:00-19:00"], 2: ["10:00-19:00"], 3: ["10:00-19:00"] }],
    ["Mo,Fr 09:00-12:00,14:00-18:00", { 1: ["09:00-12:00", "14:00-18:00"], 5: ["09:00-12:00", "14:00-18:00"] }],
    ["Sa-Mo 08:00-24:00", { 6: ["08:00-24:00"], 7: ["08:00-24:00"], 1: ["08:00-24:00"] }],
    ["Mo-Tu 10:00-19:00; Tu off", { 1: ["10:00-19:00"] }],
    [
      "Mo 10:00-19:00; 2026-12-24 10:00-17:00; 12-25 off",
      { 1: ["10:00-19:00"], "2026-12-24": ["10:00-17:00"], "12-25": [] },
    ],
  ])("%s", (text, week) => expect(openingHours(text)).toEqual(week));
  it.each([
    "",
    "always",
    "Mo",
    "Mo 19:00-10:00",
    "Mo 25:00-26:00",
    "Xx 10:00-19:00",
    "Mo off",
    "12-25 off",
    "Mo 10:00-19:00 daily",
  ])("%s is none", (text) => expect(openingHours(text)).toBeNull());
});
