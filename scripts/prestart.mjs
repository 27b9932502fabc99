// Runs before `npm start`, `npm run dev` and `npm test` on a machine that may have nothing but Node and npm:
// plain JavaScript, no dependencies. Installs what package-lock.json names if it is missing or not what is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { staleness } from "./start/dependencies.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const OLDEST_NODE = [20, 19];

/** @param {string} version such as "20.19.4" @returns {boolean} */
export function nodeIsTooOld(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** @param {string} file @returns {any} the parsed file, or undefined when it is absent or torn */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The npm that runs this script, so that no other one (or none) on the PATH is asked. */
function install() {
  const npm = process.env.npm_execpath;
  const words = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const options = { cwd: root, stdio: /** @type {const} */ ("inherit") };
  return npm && /\.c?js$/.test(npm) && existsSync(npm)
    ? spawnSync(process.execPath, [npm, ...words], options)
    : spawnSync("npm", words, { ...options, shell: process.platform === "win32" });
}

function main() {
  if (nodeIsTooOld(process.versions.node)) {
    refuse(
      `Triptych needs Node ${OLDEST_NODE.join(".")} or newer, and this is ${process.versions.node}: install it and run the command again.`,
    );
  }
  const lockFile = path.join(root, "package-lock.json");
  const lock = readJson(lockFile);
  if (!lock)
    refuse("package-lock.json cannot be read: restore it from the repository (git checkout package-lock.json).");
  const lockHash = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  const stampFile = path.join(root, "node_modules", ".triptych-installed");
  const why = staleness({
    lock,
    installed: readJson(path.join(root, "node_modules", ".package-lock.json")),
    stamp: readJson(stampFile),
    exists: (folder) => existsSync(path.join(root, folder, "package.json")),
    platform: process.platform,
    cpu: process.arch,
    lockHash,
  });
  if (!why) return;
  console.log(`dependencies: ${why}; installing what package-lock.json names (npm ci)`);
  const result = install();
  if (result.signal) process.exit(130);
  if (result.error || result.status !== 0) {
    refuse(
      "The dependencies could not be installed (npm's own words are above): check the network or the registry, then run the command again.",
    );
  }
  writeFileSync(stampFile, JSON.stringify({ platform: process.platform, cpu: process.arch, lock: lockHash }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
