import { createHash, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { z } from "zod";
import type { Database } from "@/db/client";
import { now } from "./clock";
import { database } from "./database";
import { env } from "./env";

interface Metrics {
  registry: Registry;
  answered: Histogram<"method" | "route" | "status">;
}

const kept = globalThis as typeof globalThis & { triptychMetrics?: Metrics };

/** This process's metrics: one set, shared by the HTTP server and by Next's own copy of this module. */
function metrics(): Metrics {
  if (kept.triptychMetrics) return kept.triptychMetrics;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "triptych_" });
  const answered = new Histogram({
    name: "triptych_http_seconds",
    help: "Time to answer a request, by kind of page.",
    labelNames: ["method", "route", "status"],
    buckets: [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  kept.triptychMetrics = { registry, answered };
  return kept.triptychMetrics;
}

/** Notes an answered request. Labels are kinds of pages and classes of answers, never addresses. */
export function noteAnswer(method: string, pathname: string, status: number, seconds: number): void {
  metrics().answered.observe({ method, route: routeOf(pathname), status: `${Math.floor(status / 100)}xx` }, seconds);
}

const sections = new Set(["changes", "alerts", "data", "customers", "settings", "account"]);
const doors = new Set(["auth", "trpc", "v1", "health", "ready", "metrics"]);

/** The kind of page behind a path: few words, so that nobody can fill the memory with labels. */
export function routeOf(pathname: string): string {
  const [first, second, third] = pathname.split("/").filter((part) => part !== "");
  if (first === undefined) return "/";
  if (first === "w") return third === undefined ? "/w" : sections.has(third) ? `/w/${third}` : "other";
  if (first === "api") return second !== undefined && doors.has(second) ? `/api/${second}` : "other";
  return first === "_next" || first === "sign-in" ? `/${first}` : "other";
}

const watched = z.object({
  metric: z.enum(["jobs", "job_waiting_seconds", "imports", "source_age_days", "data_alerts"]),
  workspace_id: z.number(),
  about: z.string(),
  state: z.string().nullable(),
  value: z.number(),
});

const meanings: Record<z.output<typeof watched>["metric"], string> = {
  jobs: "Jobs that wait or run, and those that ended in the last 24 hours.",
  job_waiting_seconds: "How long the longest waiting job waits.",
  imports: "Imports under way, and those that ended in the last 24 hours.",
  source_age_days: "Days since the last day of which a source is complete.",
  data_alerts: "Faults in what comes in that are not over.",
};

/** All metrics in Prometheus' text format: this process, then what the database knows of the installation as of `now`. */
export async function readMetrics(db: Database, now: Date): Promise<{ type: string; text: string }> {
  const rows = await db.execute(sql`select * from installation_metrics(${now.toISOString()}::timestamptz)`);
  const registry = new Registry();
  const gauges = new Map(
    Object.entries(meanings).map(([metric, help]) => [
      metric,
      new Gauge({
        name: `triptych_${metric}`,
        help,
        labelNames: ["workspace", "about", "state"],
        registers: [registry],
      }),
    ]),
  );
  for (const { metric, workspace_id, about, state, value } of z.array(watched).parse([...rows])) {
    gauges.get(metric)?.set({ workspace: workspace_id, about, ...(state !== null && { state }) }, value);
  }
  const parts = [await metrics().registry.metrics(), await registry.metrics()];
  return { type: registry.contentType, text: parts.join("\n") };
}

/** The page of metrics, for an operator who set METRICS_TOKEN and sends it; without the setting there is no such page. */
export async function metricsPage(authorization: string | null): Promise<Response> {
  const { metricsToken } = env();
  if (metricsToken === undefined) return new Response(null, { status: 404 });
  if (!isSame(authorization ?? "", `Bearer ${metricsToken}`)) {
    const headers = { "www-authenticate": "Bearer", "cache-control": "no-store" };
    return new Response("Send METRICS_TOKEN as a bearer token.\n", { status: 401, headers });
  }
  const { type, text } = await readMetrics(database().db, now());
  return new Response(text, { headers: { "content-type": type, "cache-control": "no-store" } });
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
