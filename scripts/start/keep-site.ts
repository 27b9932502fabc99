import { type Address, takeAddress } from "./address";
import { type Child, firstWord, forkScript, keep } from "./children";
import type { Ending } from "./ending";
import type { Step } from "./steps";

/** Starts to load the site; it answers nothing until `keepSite` gives it the socket. */
export function prepareSite(root: string, env: NodeJS.ProcessEnv, dev: boolean): Promise<Child> {
  const child = forkScript(root, "site", { env, args: dev ? ["--dev"] : [] });
  const prepared = firstWord(child, "site").then(() => child);
  prepared.catch(() => {});
  return prepared;
}

/** Gives the site the address; a site that ended gets a new process and the address again. */
export function keepSite(
  address: Address,
  prepare: () => Promise<Child>,
  first: Promise<Child>,
  step: () => Step,
  ending: Ending,
): Promise<{ stop(): Promise<void> }> {
  let next: { address: Address; child: Promise<Child> } | undefined = { address, child: first };
  const start = async () => {
    const held = next?.address ?? (await takeAddress(address.port, true, step));
    const child = await (next?.child ?? prepare());
    next = undefined;
    await held.handOver(child.process);
    return child;
  };
  return keep("site", start, ending.fail);
}
