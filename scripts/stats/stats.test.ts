import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answer } from "@/scripts/stats/answer";
import { Unusable } from "@/scripts/stats/unusable";
import { noReferenceData, referenceTable } from "@/server/stats/reference-tables";

const ROOT = join(import.meta.dirname, "../..");

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Spawns the command as `npm run stats` does, with the table as its input. */
function ask(args: readonly string[], table: string | Uint8Array): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/stats.ts", ...args], { cwd: ROOT });
    const outcome: Outcome = { code: null, out: "", err: "" };
    child.stdout.on("data", (text) => {
      outcome.out += text;
    });
    child.stderr.on("data", (text) => {
      outcome.err += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
    // A child that refuses its arguments closes before it has read everything.
    child.stdin.on("error", () => {});
    child.stdin.end(table);
  });
}

/** The same without a process of its own, for the many cases. */
async function result(args: readonly string[], table: string): Promise<Record<string, unknown>> {
  return answer(args, async () => new TextEncoder().encode(table));
}

function csv(header: string, ...columns: (readonly (string | number)[])[]): string {
  const rows = (columns[0] ?? []).map((_, i) => columns.map((column) => column[i]).join(","));
  return `${[header, ...rows].join("\n")}\n`;
}

describe("the analysts' door", () => {
  it.skipIf(noReferenceData)(
    "bg-nbd on CDNOW: 0.2426, 4.4136, 0.7929, 2.4259; --predict 13,39 on each row",
    async () => {
      const golden = referenceTable("cdnow/golden_sample_per_customer.csv");
      const table = csv("x,t_x,T", golden("x"), golden("t_x"), golden("T"));
      const found = await result(["bg-nbd", "--predict", "13,39"], table);
      expect(found).toMatchObject({ method: "bg-nbd", version: "1", n: 2357, converged: true, horizons: [13, 39] });
      expect(found.parameters).toEqual({
        r: expect.closeTo(0.2425945, 5),
        alpha: expect.closeTo(4.413602, 4),
        a: expect.closeTo(0.792922, 4),
        b: expect.closeTo(2.425906, 4),
      });
      expect(found.logLikelihood).toBeCloseTo(-9582.4292, 3);
      const predictions = found.predictions as { pAlive: number; expectedOccasions: number[] }[];
      expect(predictions).toHaveLength(2357);
      expect(predictions[0]?.pAlive).toBeCloseTo(Number(golden("bg_palive")[0]), 4);
      expect(predictions[0]?.expectedOccasions[1]).toBeCloseTo(Number(golden("bg_cet39")[0]), 3);
    },
  );

  it.skipIf(noReferenceData)("gamma-gamma on CDNOW: 6.2488, 3.7446, 15.4477", async () => {
    const golden = referenceTable("cdnow/cdnow_sample_summary_zbar_published.csv");
    const found = await result(["gamma-gamma"], csv("x,zbar", golden("x"), golden("zbar")));
    expect(found).toMatchObject({ n: 946, usable: true });
    expect(found.parameters).toEqual({
      p: expect.closeTo(6.2488, 4),
      q: expect.closeTo(3.74459, 4),
      gamma: expect.closeTo(15.44774, 4),
    });
  });

  it.skipIf(noReferenceData)(
    "kaplan-meier and log-rank on lung: 270 (212, 310), 426 (348, 550); 10.326742",
    async () => {
      const lung = referenceTable("survival/lung.csv");
      const event = lung("status").map((status) => Number(status) - 1);
      const table = csv("time,event,group", lung("time"), event, lung("sex"));
      expect(await result(["kaplan-meier"], table)).toMatchObject({
        n: 228,
        groups: [
          { group: "1", n: 138, events: 112, median: 270, interval: { lower: 212, upper: 310 } },
          { group: "2", n: 90, events: 53, median: 426, interval: { lower: 348, upper: 550 } },
        ],
      });
      expect(await result(["kaplan-meier", "--interval=log-log"], table)).toMatchObject({
        groups: [{ interval: { lower: 210, upper: 306 } }, { interval: { lower: 345, upper: 524 } }],
      });
      const test = await result(["log-rank"], table);
      expect(test).toMatchObject({
        df: 1,
        n: 228,
        chiSquare: expect.closeTo(10.326742, 5),
        p: expect.closeTo(0.00131116, 7),
      });
    },
  );

  it("follow-rate: 40 of 100 exposed against 250 of 500 twins -> 80%, 10 missing", async () => {
    const people = (arm: number, n: number, y: number) =>
      Array.from({ length: n }, (_, i) => `${arm},a,${i < y ? 1 : 0}`);
    const table = ["arm,stratum,returned", ...people(1, 100, 40), ...people(0, 500, 250)].join("\r\n");
    const found = await result(["follow-rate"], `\uFEFF${table}`);
    expect(found).toMatchObject({ ratio: 0.8, kind: "delta", expected: 50, observed: 40, n: 600 });
    expect(found.strata).toEqual([{ strata: ["a"], n1: 100, n0: 500, y1: 40, y0: 250 }]);
  });

  it("safe-log-rank: one twin of 1 + 1 returns -> e = mean 2/(1 + theta) = 1.1890", async () => {
    const found = await result(["safe-log-rank"], "time,event,arm,stratum\n3,1,twin,a\n9,0,exposed,a\n");
    expect(found).toMatchObject({
      eLower: expect.closeTo(1.189, 3),
      alarmTime: null,
      threshold: 40,
      hazardRatio: null,
    });
    expect(found.logE).toEqual([{ time: 3, lower: expect.any(Number), upper: expect.any(Number) }]);
  });

  it("safe-log-rank with rounds: 10 of 80 returns where 40 are expected, first in round 0, then in round 2 -> both, rings", async () => {
    const arm = (round: number, day: number) =>
      Array.from({ length: 400 }, (_, i) => {
        const came = i < 200 ? i < 10 : i < 270;
        return `${day},${came ? 1 : 0},${i < 200 ? 1 : 0},a,${round}\n`;
      }).join("");
    const table = `time,event,arm,stratum,round\n${arm(0, 3)}${arm(2, 30)}`;
    const found = await result(["safe-log-rank", "--tau", "0.1", "--sigma", "0.1"], table);
    expect(found).toMatchObject({ observed: 10, expected: 40, rounds: { observed: 10, expected: 40 }, threshold: 20 });
    expect(found).toMatchObject({ alarmTime: 3, alarmTimeUpper: null });
  });

  it("confidence-sequence: 7 ones and 3 zeros, ten times -> (0.565, 0.876)", async () => {
    const x = Array.from({ length: 100 }, (_, i) => (i % 10 < 7 ? 1 : 0));
    const found = await result(["confidence-sequence"], csv("x", x));
    expect(found).toMatchObject({ n: 100, by: "betting" });
    expect((found.path as unknown[]).at(-1)).toEqual({ n: 100, mean: 0.7, lower: 0.565, upper: 0.876 });
  });

  it("e-bh: 100, 3, 50, 1 -> rows 1 and 3, from 40 on", async () => {
    expect(await result(["e-bh"], csv("e", [100, 3, 50, 1]))).toMatchObject({ n: 4, rejected: [1, 3], threshold: 40 });
  });

  it("nps: 40 promoters, 25 detractors, 100 answers -> +15; of 200 asked between -42.5 and 57.5", async () => {
    const scores = [...new Array(40).fill(9), ...new Array(35).fill(7), ...new Array(25).fill(3)];
    const found = await result(["nps", "--frame", "200"], csv("score", scores));
    expect(found).toMatchObject({
      score: 15,
      n: 100,
      weighted: null,
      effectiveN: 100,
      bounds: { lower: -42.5, upper: 57.5 },
    });
  });

  it("too few repeaters: an answer that says so, not a number", async () => {
    const found = await result(["bg-nbd"], "x,t_x,T\n1,10,30\n0,0,30\n");
    expect(found).toMatchObject({ n: 2, cannotSay: { need: 50, have: 1, why: "too few repeaters" } });
    expect(found.parameters).toBeUndefined();
  });
});

describe("input it cannot use: one sentence that says where and what", () => {
  const ok = "x,t_x,T\n1,10,30\n";
  it.each<[string, string[], string | Uint8Array, string]>([
    ["no method", [], ok, "Name a method"],
    ["unknown method", ["churn"], ok, 'There is no method "churn"'],
    ["unknown option", ["bg-nbd", "--fast"], ok, "has no option --fast"],
    ["option without value", ["bg-nbd", "--predict"], ok, "--predict needs a value"],
    ["option not a number", ["bg-nbd", "--predict", "13,soon"], ok, '"soon"'],
    ["one word too many", ["bg-nbd", "table.csv"], ok, '"table.csv" is one word too many'],
    ["nothing", ["bg-nbd"], "", "The table is empty"],
    ["header only", ["bg-nbd"], "x,t_x,T\n", "no row"],
    ["missing column", ["bg-nbd"], "x,T\n1,30\n", 'column "t_x" is missing'],
    ["column twice", ["bg-nbd"], "x,x,T\n1,1,30\n", 'names column "x" twice'],
    ["not a number", ["bg-nbd"], "x,t_x,T\n1,10,30\n1,ten,30\n", 'Line 3: t_x is "ten"'],
    ["decimal comma", ["bg-nbd"], 'x,t_x,T\n1,"10,5",30\n', 't_x is "10,5"'],
    ["NaN", ["bg-nbd"], "x,t_x,T\n1,NaN,30\n", 't_x is "NaN"'],
    ["empty field", ["bg-nbd"], "x,t_x,T\n1,,30\n", "Line 2: t_x is empty"],
    ["negative", ["bg-nbd"], "x,t_x,T\n-1,10,30\n", 'x is "-1", which is negative'],
    ["half an occasion", ["bg-nbd"], "x,t_x,T\n1.5,10,30\n", "not a whole number"],
    ["t_x > T", ["bg-nbd"], "x,t_x,T\n1,31,30\n", "Line 2: t_x is 31, which is later than T = 30"],
    ["x = 0 with t_x", ["bg-nbd"], "x,t_x,T\n0,5,30\n", "where x is 0"],
    ["too many fields", ["bg-nbd"], "x,t_x,T\n1,10,30,4\n", "not as many fields"],
    ["quote left open", ["bg-nbd"], 'x,t_x,T\n1,"10,30\n', "never closed"],
    ["not UTF-8", ["bg-nbd"], Uint8Array.of(0x78, 0xff, 0xfe, 0x0a), "not UTF-8"],
    ["NUL", ["bg-nbd"], "x,t_x,T\n1,\0,30\n", "NUL"],
    ["event 2", ["kaplan-meier"], "time,event\n3,2\n", 'event is "2", which is neither 1 nor 0'],
    ["one group", ["log-rank"], "time,event,group\n3,1,a\n", "at least two"],
    [
      "unknown interval",
      ["kaplan-meier", "--interval", "exact"],
      "time,event\n3,1\n",
      "not one of log, log-log, plain",
    ],
    ["score 11", ["nps"], "score\n11\n", "more than 10"],
    ["frame under answers", ["nps", "--frame", "1"], "score\n9\n9\n", "fewer than the 2 answers"],
    ["no stratum", ["safe-log-rank"], "time,event,arm\n3,1,1\n", '"stratum" is missing'],
  ])("%s", async (_, args, table, words) => {
    const bytes = typeof table === "string" ? new TextEncoder().encode(table) : table;
    const refusal = await answer(args, async () => bytes).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unusable);
    const sentence = refusal instanceof Unusable ? refusal.message : "";
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });
});

// These start a process of their own, on a machine that may be busy.
describe.concurrent("the command itself", { timeout: 60_000 }, () => {
  it("an answer: one JSON object on a line, nothing on stderr, exit 0", async () => {
    const { code, out, err } = await ask(["nps"], "score\n10\n6\n10\n9\n");
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ method: "nps", version: "1", n: 4, score: 50 });
  });

  it("input it cannot use, unknown method: one sentence on stderr, nothing on stdout, exit 2", async () => {
    const refused = await Promise.all([ask(["nps"], "score\nten\n"), ask(["churn"], ""), ask([], "")]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(refused.map(({ out }) => out)).toEqual(["", "", ""]);
    expect(refused[0]?.err).toBe('Line 2: score is "ten", which is not a number (write 12 or 12.5).\n');
    for (const { err } of refused) expect(err).toMatch(/^[^\n]+\.\n$/);
  });
});
