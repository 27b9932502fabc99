import { fileURLToPath } from "node:url";
import { buildIsFresh, buildSite } from "./start/build";

/** The production build, if .next is not of these sources already; `npm start` makes the same. */
const root = fileURLToPath(new URL("..", import.meta.url));
try {
  if (!buildIsFresh(root)) await buildSite(root, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
