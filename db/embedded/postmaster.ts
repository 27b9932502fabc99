import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Cluster, dataFolder } from "./cluster";
import { serverEnvironment } from "./environment";

const LOOK_EVERY_MS = 20;
const GENTLE_MS = 30_000;
/** How long backends of a killed server may hold its memory before we give up. */
const RELEASE_MS = 60_000;

export interface Postmaster {
  pid: number;
  port: number;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown: sessions end, everything is written. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the server on the port it had last time, or on another free one; ends one that a killed Triptych left behind. */
export async function startPostmaster(cluster: Cluster): Promise<Postmaster> {
  await endOrphan(dataFolder(cluster));
  const giveUpAt = performance.now() + RELEASE_MS;
  let port = rememberedPort(cluster) ?? (await freePort());
  for (;;) {
    const child = launch(cluster, port);
    if (await isReady(cluster, child)) {
      writeFileSync(path.join(cluster.home, "port"), String(port));
      return control(child, port);
    }
    const said = readFileSync(startLog(cluster), "utf8");
    if (performance.now() > giveUpAt) throw new Error(startFailure(cluster, said));
    if (/could not bind|Address already in use/i.test(said)) port = await freePort();
    else if (/still in use/.test(said)) await pause(300);
    else throw new Error(startFailure(cluster, said));
  }
}

/** A port of 127.0.0.1 that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

const startLog = ({ home }: Cluster) => path.join(home, "start.log");

function startFailure(cluster: Cluster, said: string): string {
  const line = said.split("\n").find((text) => /FATAL|PANIC|error/i.test(text)) ?? "it said nothing";
  return `PostgreSQL did not start: ${line.replace(/^.*?(FATAL|PANIC):\s*/, "")} (more in ${startLog(cluster)}).`;
}

function rememberedPort({ home }: Cluster): number | undefined {
  const file = path.join(home, "port");
  const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : Number.NaN;
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/** In a process group of its own, so that Ctrl-C reaches it only through us, after those who use it have ended. */
function launch(cluster: Cluster, port: number): ChildProcess {
  const log = openSync(startLog(cluster), "w", 0o600);
  const child = spawn(cluster.binaries.postgres, ["-D", dataFolder(cluster), "-p", String(port)], {
    ...cluster.account,
    cwd: cluster.home,
    detached: true,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  return child;
}

/** Line 8 of postmaster.pid says "ready" as soon as connections are taken. False: the server ended instead. */
async function isReady(cluster: Cluster, child: ChildProcess): Promise<boolean> {
  let failed = false;
  child.once("error", () => {
    failed = true;
  });
  while (!failed && child.exitCode === null && child.signalCode === null) {
    const lines = pidFile(dataFolder(cluster));
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

function control(child: ChildProcess, port: number): Postmaster {
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGINT");
    const hurry = setTimeout(() => child.kill("SIGQUIT"), GENTLE_MS);
    await ended;
    clearTimeout(hurry);
  };
  return { pid, port, ended, stop };
}

function pidFile(data: string): string[] {
  const file = path.join(data, "postmaster.pid");
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

/** A server left by a killed supervisor is stopped; a pid that is dead or belongs to another program by now is disowned. */
export async function endOrphan(data: string): Promise<void> {
  const lines = pidFile(data);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (!isAlive(pid) || !commandOf(pid).includes(data)) return disown(data, lines);
  process.kill(pid, "SIGINT");
  const hurryAt = performance.now() + GENTLE_MS;
  while (isAlive(pid)) {
    if (performance.now() > hurryAt) process.kill(pid, "SIGQUIT");
    await pause(LOOK_EVERY_MS);
  }
  disown(data, pidFile(data));
}

/**
 * PostgreSQL would take an unreaped or recycled pid for a living server. It never takes its own parent, us, for one;
 * the rest of the file stays, with which it checks that no process still uses the old server's memory.
 */
function disown(data: string, lines: string[]): void {
  const file = path.join(data, "postmaster.pid");
  if (lines.length > 0) writeFileSync(file, [process.pid, ...lines.slice(1)].join("\n"));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** In a container whose first process reaps nobody, a dead orphan stays in the table. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  }
}
