import PgBoss from "pg-boss";
import postgres from "postgres";
import { connect } from "../db/client";
import { announceWorker } from "../db/installation";
import { queueDatabase } from "../db/queue";
import { now } from "../server/clock";
import { beginDays } from "../server/jobs/begin-days";
import { recover } from "../server/jobs/recover";
import { handlers } from "../server/jobs/registry";
import { type Workshop, work } from "../server/jobs/run";
import { log } from "../server/log";
import { endWithSupervisor } from "./start/end-with-supervisor";

const ANNOUNCE_EVERY_MS = 2_000;
const RECOVER_EVERY_MS = 10_000;
const NEW_DAY_EVERY_MS = 60_000;
const GENTLE_MS = 2_000;

/** Takes jobs off the queues. Its presence is a lock of its own session, which ends with it (db/installation.ts). */
async function main(): Promise<void> {
  const { DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl } = process.env;
  if (!ownerUrl || !appUrl) throw new Error("DATABASE_URL and DATABASE_APP_URL are not set: start with npm start.");
  const workshop: Workshop = {
    app: connect(appUrl, { name: "triptych-worker" }),
    owner: connect(ownerUrl, { name: "triptych-worker", max: 4 }),
    clock: now,
  };
  // The queue's upkeep is one text with its own BEGIN and COMMIT, which a pool of several connections refuses.
  const queue = connect(appUrl, { name: "triptych-queue", max: 1 });
  const boss = new PgBoss({ db: queueDatabase(queue.sql), migrate: false });
  boss.on("error", (error) => log.error("queue", { error }));
  await boss.start();
  await recover(boss, workshop);
  await work(boss, workshop, handlers);
  const presence = postgres(appUrl, {
    max: 1,
    max_lifetime: null,
    connection: { application_name: "triptych-worker" },
  });
  await announceWorker(presence);
  const announce = setInterval(() => void announceWorker(presence).catch(() => {}), ANNOUNCE_EVERY_MS);
  const lookBack = setInterval(
    () => void recover(boss, workshop).catch((error) => log.warn("recover", { error })),
    RECOVER_EVERY_MS,
  );
  const newDay = setInterval(
    () => void beginDays(workshop).catch((error) => log.warn("begin days", { error })),
    NEW_DAY_EVERY_MS,
  );
  process.send?.("ready");
  process.once("SIGTERM", async () => {
    clearInterval(announce);
    clearInterval(lookBack);
    clearInterval(newDay);
    await boss.stop({ graceful: true, wait: true, timeout: GENTLE_MS }).catch(() => {});
    process.exit(0);
  });
}

endWithSupervisor();
await main();
