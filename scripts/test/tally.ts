export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export function sum(parts: readonly Tally[]): Tally {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    NOTHING,
  );
}

/** The closing line: "12 passed, 0 failed", and how many were skipped if any were. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** A closing line read back, wherever it stands in an output; undefined when there is none. */
export function readClosingLine(output: string): Tally | undefined {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  return match ? { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) } : undefined;
}

/** From vitest's JSON report. A file that cannot even be loaded has no failed test, and still failed. */
export function vitestTally(report: unknown): Tally {
  const seen = report as Record<string, number | boolean>;
  const failed = Number(seen.numFailedTests);
  return {
    passed: Number(seen.numPassedTests),
    failed: failed === 0 && seen.success === false ? Math.max(1, Number(seen.numFailedTestSuites)) : failed,
    skipped: Number(seen.numPendingTests ?? 0) + Number(seen.numTodoTests ?? 0),
  };
}

/** From Playwright's JSON report; a flaky test counts as failed. Errors outside of tests count one each. */
export function playwrightTally(report: unknown): Tally {
  const { stats, errors } = report as { stats: Record<string, number>; errors?: unknown[] };
  return {
    passed: stats.expected ?? 0,
    failed: (stats.unexpected ?? 0) + (stats.flaky ?? 0) + (errors?.length ?? 0),
    skipped: stats.skipped ?? 0,
  };
}
