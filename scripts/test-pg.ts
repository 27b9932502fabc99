import { fileURLToPath } from "node:url";
import { EMBEDDED_VERSIONS } from "../db/embedded/binaries";
import { vitest } from "./test/suites";
import { closingLine } from "./test/tally";

/** Database tests on another PostgreSQL: `npm run test:pg -- 15 [file filters]`. */
const root = fileURLToPath(new URL("..", import.meta.url));
const [version = "", ...filters] = process.argv.slice(2);
if (!(version in EMBEDDED_VERSIONS)) {
  process.stderr.write(`Say which PostgreSQL: npm run test:pg -- ${Object.keys(EMBEDDED_VERSIONS).join(" or -- ")}.\n`);
  process.exit(1);
}
process.env.TRIPTYCH_PG = version;
const { tally } = await vitest(root, "db", filters);
process.stdout.write(`\n${closingLine(tally)}\n`);
process.exit(tally.failed > 0 ? 1 : 0);
