// After `npm install something`: adds to package-lock.json what npm leaves out and `npm ci` then asks for.
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock } from "./start/complete-lock.mjs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = completeLock(lock);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `added to package-lock.json: ${added.join(", ")}` : "package-lock.json is complete");
