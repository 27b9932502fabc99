import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export interface Browser {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
  /** For a person: where it came from. */
  from: string;
}

const SYSTEM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Root may not use Chromium's sandbox; small containers have little /dev/shm. */
const ARGS = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-dev-shm-usage"];

/**
 * A Chromium for browser tests and screenshots: CHROMIUM_PATH, else one of the system, else the one from the npm
 * registry with the libraries and fonts that it carries. Throws one sentence when there is none.
 */
export async function findChromium(variables: Record<string, string | undefined> = process.env): Promise<Browser> {
  const chosen = variables.CHROMIUM_PATH?.trim();
  if (chosen) {
    if (!existsSync(chosen))
      throw new Error(`CHROMIUM_PATH is ${chosen}, and there is no such file: correct or unset it.`);
    return { executablePath: chosen, args: ARGS, env: {}, from: "CHROMIUM_PATH" };
  }
  const system = fromSystem(variables.PATH ?? "");
  return system ? { executablePath: system, args: ARGS, env: {}, from: "the system" } : await fromRegistry();
}

/** Found is not enough: some systems ship a script in its place that only says how to install one. */
function fromSystem(searchPath: string): string | undefined {
  const candidates = searchPath
    .split(path.delimiter)
    .flatMap((folder) => SYSTEM_NAMES.map((name) => path.join(folder, name)));
  return candidates.find(
    (file) => existsSync(file) && spawnSync(file, ["--version"], { stdio: "ignore" }).status === 0,
  );
}

/** Unpacked once beside the packages, under another name first: a run cut short, or two at once, leave nothing half. */
async function fromRegistry(): Promise<Browser> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const home = path.resolve(entry, "../../..");
  const { version } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as { version: string };
  const folder = path.resolve(home, "../../.cache", `chromium-${version}`);
  if (!existsSync(folder)) await unpack(home, folder);
  const libraries = [process.env.LD_LIBRARY_PATH, path.join(folder, "al2023", "lib")].filter(Boolean);
  return {
    executablePath: path.join(folder, "chromium"),
    args: [...ARGS, "--no-sandbox", "--no-zygote", "--use-gl=angle", "--use-angle=swiftshader"],
    env: { LD_LIBRARY_PATH: libraries.join(path.delimiter), FONTCONFIG_FILE: fontsOf(folder) },
    from: "the npm registry",
  };
}

/** The machine's own fonts where it has some, and those of the package. */
function fontsOf(folder: string): string {
  const file = path.join(folder, "fonts.conf");
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${path.join(folder, "fonts")}</dir><cachedir>${path.join(folder, "fonts-cache")}</cachedir></fontconfig>\n`;
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  return file;
}

/**
 * With the system libraries that a minimal machine lacks (al2023), which the package itself unpacks in a cloud function
 * only. Its unpacker writes to the temporary folder of the moment.
 */
async function unpack(home: string, folder: string): Promise<void> {
  const { inflate } = (await import(path.join(home, "build/esm/lambdafs.js"))) as {
    inflate(file: string): Promise<string>;
  };
  mkdirSync(path.dirname(folder), { recursive: true });
  const partial = mkdtempSync(`${folder}-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  try {
    for (const pack of ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"]) {
      await inflate(path.join(home, "bin", pack));
    }
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  chmodSync(path.join(partial, "chromium"), 0o755);
  if (existsSync(folder)) rmSync(partial, { recursive: true, force: true });
  else renameSync(partial, folder);
}
