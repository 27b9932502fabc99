/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lock
 * @typedef {{ platform?: string, cpu?: string, lock?: string }} Stamp what the last complete `npm ci` of ours ran on
 */

/**
 * Why node_modules is not what package-lock.json names, or undefined when it is. Compares npm's own record of what it
 * installed (node_modules/.package-lock.json) entry by entry, so an `npm install` by hand does not look stale.
 * Optional packages of other platforms may be absent; those of this one may be absent only if npm itself left them out.
 *
 * @param {{ lock: Lock, installed: Lock | undefined, stamp: Stamp | undefined, exists: (folder: string) => boolean, platform: string, cpu: string, lockHash: string }} facts
 * @returns {string | undefined}
 */
export function staleness({ lock, installed, stamp, exists, platform, cpu, lockHash }) {
  if (!installed?.packages) return "none yet";
  if (stamp && (stamp.platform !== platform || stamp.cpu !== cpu)) return "made for another machine";
  for (const [folder, entry] of Object.entries(lock.packages ?? {})) {
    if (folder === "" || entry.link) continue;
    const found = installed.packages[folder];
    if (!found) {
      if (entry.optional && (stamp?.lock === lockHash || !isForThisMachine(entry, platform, cpu))) continue;
      return `${nameOf(folder)} is missing`;
    }
    if (found.version !== entry.version) return `${nameOf(folder)} is ${found.version}, not ${entry.version}`;
    if (!exists(folder)) return `${nameOf(folder)} is missing`;
  }
  return undefined;
}

/** @param {Entry} entry @param {string} platform @param {string} cpu */
function isForThisMachine(entry, platform, cpu) {
  if (entry.libc) return false;
  return Boolean(entry.os?.includes(platform) && (!entry.cpu || entry.cpu.includes(cpu)));
}

/** @param {string} folder */
function nameOf(folder) {
  return folder.replace(/^.*node_modules\//, "");
}
