import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "@/scripts/test/command";
import { parts } from "./measure";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "triptych-test-bench-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The others start the whole product. */
const quick = parts.filter((part) => part !== "api");
const bench = (...words: string[]) =>
  run(root, ["node", "--import", "tsx", "bench/bench.ts", ...words], { env: { TMPDIR: folder }, quiet: true });

describe("npm run bench", () => {
  it("at 1% of the size: figures above nothing, slow statements written down, and nothing is left behind", async () => {
    const out = path.join(folder, "results.json");
    const earlier = { date: "2026-01-01", share: 0.01, machine: {}, parts: { api: { value: 1 } } };
    writeFileSync(out, JSON.stringify(earlier));
    const { code, output } = await bench(...quick, "--small", "--out", out);
    expect(output).not.toMatch(/error/i);
    expect(code).toBe(0);
    const { share, machine, parts: measured } = JSON.parse(readFileSync(out, "utf8"));
    expect(share).toBe(0.01);
    const daily = ["first-run", "opening", "day", "day-against-tenth", "refit-day", "worker-memory"];
    const figures = quick.flatMap((part) => (part === "daily" ? daily : [part]));
    expect(Object.keys(measured)).toEqual(["api", ...figures]);
    for (const part of figures) expect(measured[part].value).toBeGreaterThan(0);
    const slowest = readdirSync(path.join(folder, "results")).sort();
    expect(slowest).toEqual(
      ["first-run", "opening", "placebos", "day", "refit-day"].map((step) => `slowest-${step}.txt`).sort(),
    );
    expect(readFileSync(path.join(folder, "results", "slowest-first-run.txt"), "utf8")).toContain("insert into visit");
    expect(machine.postgresql).toMatch(/^18\./);
    expect(readdirSync(folder).filter((name) => name.startsWith("triptych-bench-"))).toEqual([]);
  });
  it("a part that there is not: one usage, exit code 1", async () => {
    const { code, output } = await bench("speed");
    expect([code, output.split("\n")[0]]).toEqual([
      1,
      expect.stringContaining("[import] [memory] [bg-nbd] [cohort] [daily] [monitors] [api]"),
    ]);
  });
});
