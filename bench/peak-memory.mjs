import { readdirSync, readFileSync, writeFileSync } from "node:fs";

// Loaded before a measured program: writes, when it ends, the most memory that it and its children (the compiler of its
// sources) ever held, each at its own peak, in bytes. Children are seen on Linux only.
process.on("exit", () => {
  const file = process.env.TRIPTYCH_PEAK_FILE;
  if (file) writeFileSync(file, String((process.resourceUsage().maxRSS + kilobytesOfChildren()) * 1024));
});

function kilobytesOfChildren() {
  if (process.platform !== "linux") return 0;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(statusOf)
    .filter((status) => Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === process.pid)
    .reduce((sum, status) => sum + Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0), 0);
}

/** @param {string} pid @returns {string} empty for a process that has just ended */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
