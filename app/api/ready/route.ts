import { readiness } from "@/server/ready";

export const dynamic = "force-dynamic";

/** 200 when database, migrations, worker and the first start's demo are ready; else 503 with the step that is not. */
export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer, { status: answer.ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
