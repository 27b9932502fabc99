import { callerFor } from "@/server/trpc/caller";
import { touchedBy } from "../touched-by";

/** Whom the scope in the address touches, in the reader's words: the form's panel asks it while it is filled in. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }): Promise<Response> {
  const caller = await callerFor((await params).workspace);
  return Response.json(await touchedBy(caller, new URL(request.url).searchParams), {
    headers: { "cache-control": "no-store" },
  });
}
