import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ChangeFilters } from "@/components/changes/change-filters";
import { ChangeTable } from "@/components/changes/change-table";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Empty } from "@/components/ui/empty";
import { Title } from "@/components/ui/headline";
import { Pager } from "@/components/ui/pager";
import { callerFor } from "@/server/trpc/caller";
import { one, pageOf, verdictIn, withVerdict } from "./filter";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("changes");
  return { title: t("title") };
}

export default async function ChangesPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const query = await searchParams;
  const [caller, t, ui] = await Promise.all([
    callerFor(workspace, query.on),
    getTranslations("changes"),
    getTranslations("ui"),
  ]);
  const said = {
    q: one(query.q),
    state: one(query.state),
    kind: one(query.kind),
    moved: one(query.moved),
    store: one(query.store),
    verdict: verdictIn(one(query.verdict)),
  };
  const { changes, choices, currency, mayDraft } = await caller.changes.list({
    text: said.q,
    state: said.state,
    kind: said.kind,
    moved: said.moved,
    storeId: /^[1-9]\d*$/.test(said.store ?? "") ? Number(said.store) : undefined,
  });
  const read = await caller.following.verdicts({ ids: changes.map((change) => change.id) });
  const of = new Map(read.map((row) => [row.changeId, row]));
  const found = withVerdict(
    changes.map((change) => ({ change, read: of.get(change.id) })),
    said.verdict,
  );
  const { rows, page, pages } = pageOf(found, Number(one(query.page) ?? 1));
  const here = `/w/${workspace}/changes`;
  const turn = (to: number, label: string) => {
    const kept = Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : []));
    return { href: `${here}?${new URLSearchParams([...kept, ["page", String(to)]])}`, label };
  };
  const filtered = Object.values(said).some(Boolean);
  return (
    <>
      <PageHeader>
        <Title>{t("title")}</Title>
        <p className="mt-2 font-serif text-ink-soft text-lede">{t("lede")}</p>
        <p className="mt-2 text-small">
          <Link href={`${here}/replay`} className="underline underline-offset-2">
            {t("replay")}
          </Link>
        </p>
      </PageHeader>
      {(changes.length > 0 || filtered) && <ChangeFilters here={here} said={said} choices={choices} />}
      {rows.length > 0 ? (
        <>
          <p className="mb-2 text-ink-faint text-small">{t("list.count", { count: found.length })}</p>
          <ChangeTable rows={rows} href={(id) => `${here}/${id}`} currency={currency} />
        </>
      ) : (
        <Empty
          title={filtered ? t("list.noneFound") : t("list.empty")}
          act={
            !filtered && mayDraft ? (
              <ButtonLink look="act" href={`${here}/new`}>
                {t("record")}
              </ButtonLink>
            ) : undefined
          }
        >
          {filtered ? t("list.noneFoundHint") : t("list.emptyHint")}
        </Empty>
      )}
      {pages > 1 && (
        <Pager
          label={ui("pages")}
          where={ui("pageOf", { page, pages })}
          {...(page > 1 && { previous: turn(page - 1, ui("previous")) })}
          {...(page < pages && { next: turn(page + 1, ui("next")) })}
        />
      )}
    </>
  );
}
