import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { seededRandom } from "@/server/stats/random";
import { inFreshDatabase } from "./fresh-database";
import { median } from "./median";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface ImportBench {
  name: string;
  lines: number;
  /** Seconds of COPY of the same clean rows, in the file's order, into a logged table with the same keys and indexes. */
  copySeconds: number[];
  /** Seconds of `npm run import`'s program on the file, from its start to its end. */
  importSeconds: number[];
  /** Median of the second over median of the first. */
  ratio: number;
  aimRatio: number;
}

/** Import against COPY, one after the other in each round, each in a database of its own that is dropped afterwards. */
export async function benchImport(ownerUrl: string, lines: number, rounds: number): Promise<ImportBench> {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  const source = path.join(folder, "receipts.csv");
  const clean = path.join(folder, "clean.tsv");
  const copySeconds: number[] = [];
  const importSeconds: number[] = [];
  try {
    await pipeline(Readable.from(receipts(lines)), createWriteStream(source));
    for (let round = 0; round < rounds; round++) {
      await inFreshDatabase(ownerUrl, async (url) => {
        importSeconds.push((await runImport(url, source)).seconds);
        if (round === 0) await writeClean(url, clean);
      });
      await inFreshDatabase(ownerUrl, async (url) => void copySeconds.push(await copyIn(url, clean)));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const ratio = median(importSeconds) / median(copySeconds);
  return { name: "import against COPY", lines, copySeconds, importSeconds, ratio, aimRatio: 2.5 };
}

export interface MemoryBench {
  name: string;
  lines: number;
  seconds: number;
  /** The most that the importing processes held (PostgreSQL apart), in MB of 2^20 bytes. */
  peakMegabytes: number;
  aimMegabytes: number;
}

/** The importer's peak memory on a file of many lines. */
export async function benchImportMemory(ownerUrl: string, lines: number): Promise<MemoryBench> {
  const folder = mkdtempSync(path.join(tmpdir(), "triptych-bench-"));
  const source = path.join(folder, "receipts.csv");
  try {
    await pipeline(Readable.from(receipts(lines)), createWriteStream(source));
    return await inFreshDatabase(ownerUrl, async (url) => {
      const { seconds, peakBytes } = await runImport(url, source);
      const peakMegabytes = peakBytes / 1024 ** 2;
      return { name: "memory of the import", lines, seconds, peakMegabytes, aimMegabytes: 512 };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Receipts of about three lines, day by day: 40 stores, 5,000 products, a customer for every 30 lines, a fifth unknown. */
function* receipts(lines: number): Generator<string> {
  const random = seededRandom(20_260_902);
  const customers = Math.max(1, Math.round(lines / 30));
  const perDay = Math.ceil(lines / 730);
  yield "receipt,at,store,store_name,customer,product,product_name,category,quantity,amount\n";
  let text = "";
  for (let line = 0, receipt = 0; line < lines; receipt++) {
    const day = new Date(Date.UTC(2024, 0, 1) + Math.floor(line / perDay) * 86_400_000).toISOString().slice(0, 10);
    const time = `${String(9 + Math.floor(random() * 10)).padStart(2, "0")}:${String(Math.floor(random() * 60)).padStart(2, "0")}:00`;
    const store = Math.floor(random() * 40);
    const customer = random() < 0.2 ? "" : `C${Math.floor(random() * customers)}`;
    const count = 1 + Math.floor(random() * 5);
    for (let i = 0; i < count && line < lines; i++, line++) {
      const product = Math.floor(random() ** 2 * 5000);
      const price = (5 + (product % 97)).toFixed(2);
      text += `R${receipt},${day} ${time},S${store},Store ${store},${customer},P${product},Article ${product},Home / Kind ${product % 40},1,${price}\n`;
    }
    if (text.length < 65_536) continue;
    yield text;
    text = "";
  }
  yield text;
}

async function runImport(ownerUrl: string, source: string): Promise<{ seconds: number; peakBytes: number }> {
  const peakFile = `${source}.peak`;
  const loaders = ["--import", "tsx", "--import", fileURLToPath(new URL("./peak-memory.mjs", import.meta.url))];
  const what = ["--workspace", "bench", "--create", "Bench,EUR,Europe/Paris", "--source", "tills", "--no-run", source];
  const started = performance.now();
  const child = spawn(process.execPath, [...loaders, path.join(root, "scripts/import.ts"), ...what], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: ownerUrl, DATABASE_APP_URL: "", TRIPTYCH_PEAK_FILE: peakFile },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The import ended with code ${code}.`);
  return { seconds: (performance.now() - started) / 1000, peakBytes: Number(readFileSync(peakFile, "utf8")) };
}

async function writeClean(url: string, file: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const rows = await sql`copy (select * from purchase_line order by at, receipt_key, line_key) to stdout`.readable();
  await pipeline(rows, createWriteStream(file));
  await sql.end();
}

async function copyIn(url: string, file: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`create table yardstick (like purchase_line including all)`;
  const started = performance.now();
  const into = await sql`copy yardstick from stdin`.writable();
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), into);
  const seconds = (performance.now() - started) / 1000;
  await sql.end();
  return seconds;
}
