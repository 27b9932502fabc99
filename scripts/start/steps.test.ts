import { describe, expect, it } from "vitest";
import { makeSteps } from "./steps";

function recorded(isTTY = false) {
  const lines: string[] = [];
  let now = 0;
  const steps = makeSteps(3, { write: (text) => lines.push(text), isTTY }, () => now);
  return { lines, steps, pass: (ms: number) => (now += ms) };
}

describe("steps of the start", () => {
  it("prints number, name, result and, from half a second on, the time it took", () => {
    const { lines, steps, pass } = recorded();
    steps.begin("dependencies");
    steps.end("up to date");
    steps.begin("site");
    pass(12_340);
    steps.end("built");
    expect(lines).toEqual(["1/3 dependencies: up to date\n", "2/3 site: built (12.3 s)\n"]);
  });
  it("in a pipe says progress at every new tenth: 0.31, 0.39 and 0.40 are two lines", () => {
    const { lines, steps } = recorded();
    steps.begin("demo");
    for (const share of [0.31, 0.39, 0.4]) steps.progress("purchases", share);
    expect(lines).toEqual(["1/3 demo: purchases 31%\n", "1/3 demo: purchases 40%\n"]);
  });
  it("tells the current step to whoever asks", () => {
    const { steps } = recorded(true);
    steps.begin("demo");
    steps.progress("purchases", 0.5);
    expect(steps.current()).toEqual({ number: 1, of: 3, name: "demo", detail: "purchases 50%" });
  });
});
