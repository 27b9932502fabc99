/**
 * @typedef {{ version?: string, cpu?: string[], os?: string[], libc?: string[], dev?: boolean, optional?: boolean, optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

/**
 * npm writes no entry for an optional package that its registry did not have when the lock file was made, such as a
 * program for another system, and `npm ci` then refuses the whole lock file, on every system. This adds those entries,
 * with the version that the package which wants them names and the system that their own names say.
 *
 * @param {Lock} lock as read from package-lock.json
 * @returns {string[]} what was added to `lock`
 */
export function completeLock(lock) {
  const added = [];
  for (const [folder, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, folder, name)) continue;
      const version = range.replace(/^[\^~]/, "");
      lock.packages[`node_modules/${name}`] = {
        version,
        ...(entry.dev && { dev: true }),
        optional: true,
        ...systemOf(name),
      };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  return added;
}

/** As Node looks a package up: beside the one that wants it, then ever further up. @param {Lock} lock @param {string} folder @param {string} name */
function isLocked(lock, folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (lock.packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

/** "@swc/core-linux-arm-gnueabihf" -> linux, arm, glibc. @param {string} name @returns {Entry} */
function systemOf(name) {
  const os = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"].find((word) => name.includes(word));
  const cpu = ["wasm32", "arm64", "arm", "ia32", "x64", "ppc64", "riscv64", "s390x"].find((word) =>
    name.includes(word),
  );
  const libc =
    os === "linux" ? (name.includes("musl") ? "musl" : name.includes("gnu") ? "glibc" : undefined) : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}
