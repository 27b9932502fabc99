import { metricsPage } from "@/server/metrics";

export const dynamic = "force-dynamic";

/** What an operator watches, in Prometheus' text format (docs/operations.md). */
export function GET(request: Request): Promise<Response> {
  return metricsPage(request.headers.get("authorization"));
}
