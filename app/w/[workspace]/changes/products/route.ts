import { callerFor } from "@/server/trpc/caller";

/** Products whose reference or name answers to `?text=`, for the form's completion. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }): Promise<Response> {
  const caller = await callerFor((await params).workspace);
  const text = new URL(request.url).searchParams.get("text") ?? "";
  return Response.json(await caller.catalog.findProducts({ text: text.slice(0, 200) }), {
    headers: { "cache-control": "no-store" },
  });
}
