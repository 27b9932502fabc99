import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { sweepUploads } from "./sweep-uploads";

const folder = mkdtempSync(path.join(tmpdir(), "triptych-sweep-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const now = new Date("2026-11-21T09:00:00Z");

it("a file of 8 days goes, one of 6 days stays, in every workspace; no folder at all is nothing to do", async () => {
  for (const [workspace, days] of [
    ["1", 8],
    ["1", 6],
    ["2", 8],
  ] as const) {
    const file = path.join(folder, workspace, `of-${days}-days`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "a,b\n");
    const at = new Date(now.getTime() - days * 86_400_000);
    utimesSync(file, at, at);
  }
  expect(await sweepUploads(folder, now)).toBe(2);
  expect([readdirSync(path.join(folder, "1")), readdirSync(path.join(folder, "2"))]).toEqual([["of-6-days"], []]);
  expect(await sweepUploads(path.join(folder, "nowhere"), now)).toBe(0);
});

it("a file that goes between being listed and being looked at does not stop the others from being swept", async () => {
  const busy = path.join(folder, "busy");
  mkdirSync(busy);
  const at = new Date(now.getTime() - 8 * 86_400_000);
  for (let i = 0; i < 300; i++) {
    writeFileSync(path.join(busy, `f${i}`), "");
    utimesSync(path.join(busy, `f${i}`), at, at);
  }
  // Two sweeps at once take each other's files away.
  await Promise.all([sweepUploads(busy, now), sweepUploads(busy, now), sweepUploads(busy, now)]);
  expect(readdirSync(busy)).toEqual([]);
});
