import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { callerFor } from "@/server/trpc/caller";
import { rejectWords } from "../../reject-words";
import { rejectsCsv } from "../../rejects-csv";

type Context = { params: Promise<{ workspace: string; id: string }> };

/** The refused rows as a file that a spreadsheet opens without running anything in it. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { workspace, id } = await params;
  const caller = await callerFor(workspace);
  if (!/^\d{1,15}$/.test(id)) notFound();
  const [t, locale] = await Promise.all([getTranslations("ingest"), getLocale()]);
  const rejects = await caller.ingest.rejects({ id: Number(id) });
  return new Response(rejectsCsv(rejects, rejectWords(t, locale)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="refused-${Number(id)}.csv"`,
      "cache-control": "no-store",
    },
  });
}
