import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { cache } from "react";
import { HowPromised } from "@/components/churn/how-promised";
import { Forecast } from "@/components/customers/forecast";
import { Line } from "@/components/customers/line";
import { PersonActs } from "@/components/customers/person-acts";
import { PersonFacts } from "@/components/customers/person-facts";
import { PersonLede } from "@/components/customers/person-lede";
import { personName } from "@/components/customers/person-name";
import { PersonStrip } from "@/components/customers/person-strip";
import { verdictOf } from "@/components/following/verdict-of";
import { KeepFresh } from "@/components/ingest/keep-fresh";
import { PageHeader } from "@/components/shell/page-header";
import { PrintButton } from "@/components/shell/print-button";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Title } from "@/components/ui/headline";
import { Notice } from "@/components/ui/notice";
import { lineKinds } from "@/server/customers/schema";
import { callerFor } from "@/server/trpc/caller";
import { erase, join } from "../actions";

type Asked = Partial<Record<"on" | "kind" | "page", string | string[]>>;
type Props = { params: Promise<{ workspace: string; id: string }>; searchParams: Promise<Asked> };

/** Once a request, so that one look is written down once; hence plain arguments. */
const load = cache(async (workspace: string, id: string, on: string, kind: string, page: string) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  const caller = await callerFor(workspace, on);
  const person = await caller.customers.person({
    id: Number(id),
    kind: lineKinds.find((one) => one === kind),
    page: /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1,
  });
  if (person.kind === "joined") redirect(`/w/${workspace}/customers/${person.into}`);
  return person;
});

async function loadFor({ params, searchParams }: Props) {
  const [{ workspace, id }, asked] = await Promise.all([params, searchParams]);
  const plain = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");
  return load(workspace, id, plain(asked.on), plain(asked.kind), plain(asked.page));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [person, t] = await Promise.all([loadFor(props), getTranslations("customers")]);
  return { title: personName(person, t) };
}

export default async function PersonPage(props: Props) {
  const [{ workspace }, { on, kind }] = await Promise.all([props.params, props.searchParams]);
  const person = await loadFor(props);
  const [caller, t, ui, format] = await Promise.all([
    callerFor(workspace, on),
    getTranslations("customers"),
    getTranslations("ui"),
    getFormatter(),
  ]);
  const list = `/w/${workspace}/customers`;
  const changeHref = (id: number) => `/w/${workspace}/changes/${id}`;
  const verdicts = await caller.following.verdicts({ ids: person.exposures.map(({ changeId }) => changeId) });
  const address = (asked: { kind?: string | undefined; page?: number }) => {
    const said = Object.entries({ on: typeof on === "string" ? on : undefined, ...asked });
    const query = new URLSearchParams(said.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
    return `${list}/${person.id}${query.size > 0 ? `?${query}` : ""}#line`;
  };
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "list", label: t("title"), href: list },
              { key: "person", label: t("join.number", { id: String(person.id) }) },
            ]}
          />
        }
        tools={<PrintButton>{ui("print")}</PrintButton>}
      >
        <Title>{personName(person, t)}</Title>
        <div className="mt-3">
          <PersonLede person={person} />
        </div>
        <p className="mt-2 text-ink-faint text-small">
          {person.past && `${t("person.asOf", { day: format.dateTime(new Date(person.today), "day") })} `}
          {t("person.writtenDown")}
        </p>
      </PageHeader>
      <div className="grid gap-y-14">
        {person.moving && (
          <Notice kind="info" title={t(`person.moving.${person.moving}`)}>
            {t("person.movingHint")}
            <KeepFresh everyMs={2000} />
          </Notice>
        )}
        <div>
          <Forecast person={person} />
          {person.rhythm?.forecast && (
            <p className="mt-4">
              <HowPromised home={`/w/${workspace}`} />
            </p>
          )}
        </div>
        <PersonStrip
          person={person}
          verdicts={new Map(verdicts.map((one) => [one.changeId, verdictOf(one.verdict)]))}
          changeHref={changeHref}
        />
        <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <Line
            person={person}
            kind={lineKinds.find((one) => one === kind)}
            address={address}
            changeHref={changeHref}
          />
          <PersonFacts person={person} joinsHref={`${list}/joins`} />
        </div>
        {!person.moving && (person.mayJoin || person.mayErase) && (
          <PersonActs
            join={person.mayJoin ? join.bind(null, workspace, person.id) : null}
            erase={person.mayErase ? erase.bind(null, workspace, person.id) : null}
          />
        )}
      </div>
    </>
  );
}
