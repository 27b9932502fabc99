import type { APIRequestContext } from "@playwright/test";
import { slug } from "./fixtures";
import { ask, tell } from "./visitor";

/** Real ids of the demo. */
export interface Sample {
  /** A live change that is followed. */
  change: number;
  alert: number;
  /** An import that is done. */
  import: number;
  /** Somebody of the demo; 0 for those who may not see people. */
  customer: number;
}

/** Asked of the router as somebody who may read the lists; alerts move on while tests work on them. */
export async function findSample(visitor: APIRequestContext): Promise<Sample> {
  const { value } = await ask(visitor, slug, ["ingest", "list"]);
  const done = value?.batches.find(({ state }) => state === "done");
  for (const view of ["closed", "watching", "acting", "taken", "new"] as const) {
    const inbox = await ask(visitor, slug, ["alerts", "inbox"], { view });
    const [alert] = inbox.value?.alerts ?? [];
    if (alert) {
      const found = await tell(visitor, slug, ["customers", "search"], { words: "C0000" });
      const customer = found.value?.people[0]?.id ?? 0;
      return { change: alert.changeId, alert: alert.id, import: done?.id ?? 0, customer };
    }
  }
  throw new Error("The demo has no alert about a change: is it there?");
}
