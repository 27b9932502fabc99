import { describe, expect, it } from "vitest";
import { closingLine, playwrightTally, readClosingLine, sum, vitestTally } from "./tally";

describe("the closing line of npm test", () => {
  it("2 + 3 passed, 0 + 1 failed -> 5 passed, 1 failed", () => {
    const parts = [
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 3, failed: 1, skipped: 0 },
    ];
    expect(closingLine(sum(parts))).toBe("5 passed, 1 failed");
  });
  it("says what was skipped only when something was", () => {
    expect(closingLine({ passed: 1, failed: 0, skipped: 2 })).toBe("1 passed, 0 failed, 2 skipped");
  });
  it("is read back from the last line that looks like it", () => {
    expect(readClosingLine("1 passed, 1 failed\nnoise\n4 passed, 0 failed, 2 skipped\n")).toEqual({
      passed: 4,
      failed: 0,
      skipped: 2,
    });
    expect(readClosingLine("nothing")).toBeUndefined();
  });
});

describe("reports", () => {
  it("vitest: a file that does not load counts as failed though no test did", () => {
    const report = { numPassedTests: 4, numFailedTests: 0, numPendingTests: 1, numFailedTestSuites: 2, success: false };
    expect(vitestTally(report)).toEqual({ passed: 4, failed: 2, skipped: 1 });
  });
  it("Playwright: 5 expected, 1 unexpected, 1 flaky, 2 skipped, 1 error outside -> 5 passed, 3 failed, 2 skipped", () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] };
    expect(playwrightTally(report)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });
});
