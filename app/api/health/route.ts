export const dynamic = "force-dynamic";

/** This process answers; says nothing of the database (see /api/ready). */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
