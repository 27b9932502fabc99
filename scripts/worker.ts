import { constants, setPriority } from "node:os";
import PgBoss from "pg-boss";
import postgres from "postgres";
import { connect } from "../db/client";
import { announceWorker } from "../db/installation";
import { queueDatabase } from "../db/queue";
import { now } from "../server/clock";
import { sweepUploads } from "../server/ingest/sweep-uploads";
import { uploadsFolder } from "../server/ingest/upload-folder";
import { beginDays } from "../server/jobs/begin-days";
import { ASKED, queues, SIDE_BY_SIDE } from "../server/jobs/queues";
import { recover } from "../server/jobs/recover";
import { handlers } from "../server/jobs/registry";
import { type Workshop, work } from "../server/jobs/run";
import { takeOver } from "../server/jobs/take-over";
import { log } from "../server/log";
import { endWithSupervisor } from "./start/end-with-supervisor";

const ANNOUNCE_EVERY_MS = 2_000;
const RECOVER_EVERY_MS = 10_000;
const NEW_DAY_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 3_600_000;
const GENTLE_MS = 2_000;

/** Takes jobs off the queues. Its presence is a lock of its own session, which ends with it (db/installation.ts). */
async function main(): Promise<void> {
  const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl } = process.env;
  if (!ownerUrl || !appUrl) throw new Error("DATABASE_URL and DATABASE_APP_URL are not set: start with npm start.");
  const workshop: Workshop = {
    // Every job under way may hold a transaction, and what it says of itself is written beside it.
    app: connect(appUrl, { name: "triptych-worker", max: queues.length + SIDE_BY_SIDE.length + 2 }),
    owner: connect(ownerUrl, { name: "triptych-worker", max: 4 }),
    clock: now,
  };
  // Pages go first where both want the processor.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  // The queue's upkeep is one text with its own BEGIN and COMMIT, which a pool of several connections refuses.
  const queue = connect(appUrl, { name: "triptych-queue", max: 1 });
  const boss = new PgBoss({ db: queueDatabase(queue.sql), migrate: false });
  boss.on("error", (error) => log.error("queue", { error }));
  await boss.start();
  await recover(boss, workshop);
  await takeOver(workshop);
  await queue.sql.listen(ASKED, await work(boss, workshop, handlers));
  const presence = postgres(appUrl, {
    max: 1,
    max_lifetime: null,
    connection: { application_name: "triptych-worker" },
  });
  await announceWorker(presence);
  const rounds = [
    every(ANNOUNCE_EVERY_MS, "announce", () => announceWorker(presence)),
    every(RECOVER_EVERY_MS, "recover", () => recover(boss, workshop)),
    every(NEW_DAY_EVERY_MS, "begin days", () => beginDays(workshop)),
    every(SWEEP_EVERY_MS, "sweep uploads", () => sweepUploads(uploadsFolder(), now())),
  ];
  process.send?.("ready");
  process.once("SIGTERM", async () => {
    for (const round of rounds) clearInterval(round);
    await boss.stop({ graceful: true, wait: true, timeout: GENTLE_MS }).catch(() => {});
    process.exit(0);
  });
}

/** Does something again and again; what fails is tried again the next time. */
function every(ms: number, what: string, act: () => Promise<unknown>): NodeJS.Timeout {
  return setInterval(() => void act().catch((error) => log.warn(what, { error })), ms);
}

endWithSupervisor();
await main();
