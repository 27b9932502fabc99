import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { callerFor } from "@/server/trpc/caller";
import { csvFile } from "../../../csv-file";
import { breakdownRows } from "./breakdown-rows";

type Context = { params: Promise<{ workspace: string; id: string }> };

/** Every row of a change's breakdown as a file; what the page hides is hidden here. Only a line of names where there is none. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { workspace, id } = await params;
  const on = new URL(request.url).searchParams.get("on") ?? undefined;
  const caller = await callerFor(workspace, on);
  if (!/^\d{1,15}$/.test(id)) notFound();
  const breakdown = await caller.following.breakdown({ id: Number(id) });
  const [t, channels] = await Promise.all([getTranslations("following.breakdown"), getTranslations("changes.channel")]);
  return new Response(csvFile(breakdownRows(breakdown?.dimensions ?? [], t, channels)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="breakdown-${Number(id)}.csv"`,
      "cache-control": "no-store",
    },
  });
}
