import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;
const meanings = ["follow", "drifting", "stopped", "more", "unknown"];

/** The two values of a token `--color-name: light-dark(#..., #...)`. */
function token(name: string): Record<(typeof themes)[number], string> {
  const found = new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (found === null) throw new Error(`no token ${name}`);
  return { light: String(found[1]), dark: String(found[2]) };
}

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05), relative luminances. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it("black on white -> 21", () => expect(contrast("#000000", "#ffffff")).toBeCloseTo(21));

describe.each(themes)("%s", (theme) => {
  const ratio = (words: string, ground: string) => contrast(token(words)[theme], token(ground)[theme]);

  it.each(["ink", "ink-soft", "ink-faint"])("%s reads on paper, sheet and sunk: at least 4.5", (words) => {
    for (const ground of ["paper", "sheet", "sunk"]) expect(ratio(words, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...meanings, "accent"])("%s: words at least 4.5 on paper, sheet, sunk and their own wash", (name) => {
    for (const ground of ["paper", "sheet", "sunk", `${name}-wash`])
      expect(ratio(`${name}-ink`, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([...meanings, "accent", "edge"])("%s: shapes at least 3 on paper and sheet", (name) => {
    for (const ground of ["paper", "sheet"]) expect(ratio(name, ground)).toBeGreaterThanOrEqual(3);
  });
});
