import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { queues } from "@/server/jobs/queues";

/** Runs `work` with a migrated database of its own on the server of `ownerUrl`, which is dropped afterwards. */
export async function inFreshDatabase<T>(ownerUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  const admin = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database "${name}"`);
    await migrate({ ownerUrl: url.toString(), queues });
    return await work(url.toString());
  } finally {
    await admin.unsafe(`drop database if exists "${name}" with (force)`);
    await admin.end();
  }
}
