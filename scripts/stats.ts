import { answer } from "@/scripts/stats/answer";
import { Unusable } from "@/scripts/stats/unusable";

async function readInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw new Unusable("Give the table as input: npm run --silent stats -- METHOD < table.csv.");
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The analysts' door: `npm run --silent stats -- METHOD [options] < table.csv > result.json`. */
async function main(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await answer(process.argv.slice(2), readInput))}\n`);
}

// A reader that stops early (head) is no error.
process.stdout.on("error", () => process.exit(0));
main().catch((error: unknown) => {
  if (!(error instanceof Unusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
