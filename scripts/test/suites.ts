import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "./command";
import { playwrightTally, type Tally, vitestTally } from "./tally";

export interface Part {
  name: string;
  tally: Tally;
  seconds: number;
}

/** One check that passes or fails as a whole: format, types, unused code, build. Its output is shown when it fails. */
export async function check(
  root: string,
  name: string,
  words: readonly [string, ...string[]],
  signal?: AbortSignal,
): Promise<Part> {
  const { code, output, seconds } = await run(root, words, { quiet: true, signal });
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n${name}: failed\n`);
  return { name, seconds, tally: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 } };
}

export function vitest(root: string, project: string, filters: string[] = [], signal?: AbortSignal): Promise<Part> {
  return reported(project, vitestTally, (file) =>
    run(
      root,
      [
        "vitest",
        "run",
        "--project",
        project,
        "--passWithNoTests",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
        ...filters,
      ],
      { signal },
    ),
  );
}

export function playwright(root: string, signal?: AbortSignal): Promise<Part> {
  return reported("browser", playwrightTally, (file) =>
    run(root, ["playwright", "test", "--pass-with-no-tests", "--reporter=list,json"], {
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, NODE_ENV: "production" },
      signal,
    }),
  );
}

/** A runner that leaves no report, or a report without failures and a bad exit code, counts as one failure. */
async function reported(
  name: string,
  read: (report: unknown) => Tally,
  start: (reportFile: string) => ReturnType<typeof run>,
): Promise<Part> {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-report-"));
  const file = path.join(folder, "report.json");
  try {
    const { code, seconds } = await start(file);
    const tally = existsSync(file)
      ? read(JSON.parse(readFileSync(file, "utf8")))
      : { passed: 0, failed: 0, skipped: 0 };
    const failed = code !== 0 && tally.failed === 0 ? 1 : tally.failed;
    return { name, seconds, tally: { ...tally, failed } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
