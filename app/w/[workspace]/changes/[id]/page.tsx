import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { AboutChange } from "@/components/changes/about-change";
import { ChangeActs } from "@/components/changes/change-acts";
import { ChangeGlyph } from "@/components/changes/change-glyph";
import { ChangeHead } from "@/components/changes/change-head";
import { ChangeStory } from "@/components/changes/change-story";
import { Measured } from "@/components/following/measured";
import { verdictOf } from "@/components/following/verdict-of";
import { PageHeader } from "@/components/shell/page-header";
import { PrintButton } from "@/components/shell/print-button";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { callerFor } from "@/server/trpc/caller";
import { comment, step } from "../actions";

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<{ on?: string | string[]; by?: string | string[]; sort?: string | string[] }>;
};

const load = cache(async (workspace: string, id: string, on: string | string[] | undefined) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  return (await callerFor(workspace, on)).changes.one({ id: Number(id) });
});

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  return { title: (await load(workspace, id, (await searchParams).on)).change.title };
}

export default async function ChangePage({ params, searchParams }: Props) {
  const { workspace, id } = await params;
  const { on, by, sort } = await searchParams;
  const [caller, t, ui] = await Promise.all([
    callerFor(workspace, on),
    getTranslations("changes"),
    getTranslations("ui"),
  ]);
  const page = await load(workspace, id, on);
  const { change } = page;
  const watched = change.state !== "draft" && change.state !== "planned";
  const following = watched ? await caller.following.of({ id: change.id }) : null;
  const read = following?.kind === "read" ? following : null;
  const breakdown = read && (await caller.following.breakdown({ id: change.id }));
  const list = `/w/${workspace}/changes`;
  const view = { here: `${list}/${change.id}`, by: [by].flat()[0], sort: [sort].flat()[0] };
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("title"), href: list },
              { key: "kind", label: `${t(`moved.${change.moved}`)} · ${t(`kind.${change.kind}`)}` },
            ]}
          />
        }
        tools={
          <span className="flex gap-5">
            {page.mayRevise && (
              <Link href={`${list}/${change.id}/edit`} className="touch hover:text-ink hover:underline">
                {t("edit")}
              </Link>
            )}
            <PrintButton>{ui("print")}</PrintButton>
          </span>
        }
      >
        <div className="grid gap-x-10 gap-y-4 sm:grid-cols-[minmax(0,1fr)_auto]">
          <ChangeHead
            page={page}
            read={read}
            waitingFor={following?.kind === "not yet" ? following.waitingFor : null}
          />
          <div className="max-sm:hidden">
            <ChangeGlyph moved={change.moved} kind={verdictOf(read?.verdict)} />
          </div>
        </div>
      </PageHeader>
      <div className="grid gap-y-14">
        {read && (
          <Measured
            read={read}
            breakdown={breakdown}
            view={view}
            currency={page.currency}
            tz={page.tz}
            minGroup={page.minGroup}
          />
        )}
        <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <AboutChange page={page} />
          <div className="print:hidden">
            <ChangeActs page={page} action={step.bind(null, workspace, change.id)} />
          </div>
        </div>
        <ChangeStory page={page} action={comment.bind(null, workspace, change.id)} />
      </div>
    </>
  );
}
