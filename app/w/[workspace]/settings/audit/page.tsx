import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select-field";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { currentMember } from "@/server/auth/session";
import { type Caller, callerFor } from "@/server/trpc/caller";
import { SettingsFrame } from "../frame";
import { BeforeAfter } from "./before-after";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ about?: string | string[]; page?: string | string[] }>;
};
type Page = Awaited<ReturnType<Caller["audit"]["page"]>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("audit") };
}

export default async function AuditPage({ params, searchParams }: Props) {
  const [{ workspace }, asked] = await Promise.all([params, searchParams]);
  const about = typeof asked.about === "string" && asked.about !== "" ? asked.about : undefined;
  const number = typeof asked.page === "string" ? Number(asked.page) : 1;
  const caller = await callerFor(workspace);
  const [page, member, t] = await Promise.all([
    caller.audit.page({ about, page: number }),
    currentMember(workspace),
    getTranslations("settings"),
  ]);
  const address = (to: number) => `?${new URLSearchParams({ ...(about && { about }), page: String(to) })}`;
  const pages = Math.max(1, Math.ceil(page.total / page.size));
  return (
    <SettingsFrame workspace={workspace} view="audit">
      <Section question={t("auditQuestion")} subtitle={t("auditNote")}>
        <Filter topics={page.topics} about={about} />
        <Events events={page.events} tz={member.tz} />
        {pages > 1 && (
          <Pager
            label={t("pages")}
            where={t("pageOf", { page: number, pages })}
            {...(number > 1 && { previous: { href: address(number - 1), label: t("newer") } })}
            {...(number < pages && { next: { href: address(number + 1), label: t("older") } })}
          />
        )}
      </Section>
    </SettingsFrame>
  );
}

async function Filter({ topics, about }: { topics: string[]; about: string | undefined }) {
  const t = await getTranslations("settings");
  const named = (topic: string) =>
    t.has(`topics.${topic}` as "topics.member") ? t(`topics.${topic}` as "topics.member") : topic;
  return (
    <form method="get" className="mb-6 flex max-w-[26rem] items-end gap-3">
      <div className="grow">
        <SelectField
          id="about"
          name="about"
          label={t("filter")}
          defaultValue={about ?? ""}
          options={[{ value: "", label: t("all") }, ...topics.map((value) => ({ value, label: named(value) }))]}
        />
      </div>
      <Button type="submit">{t("show")}</Button>
    </form>
  );
}

async function Events({ events, tz }: { events: Page["events"]; tz: string }) {
  const [t, roles, format] = await Promise.all([
    getTranslations("settings"),
    getTranslations("shell.roles"),
    getFormatter(),
  ]);
  const who = ({ actor, name }: Page["events"][number]) => {
    const [kind = "", rest = ""] = actor.split(":");
    if (kind === "job" || kind === "command") return t(kind, { name: rest });
    const role = kind as "admin";
    return `${name ?? t("nobody")}, ${roles.has(role) ? roles(role) : kind}`;
  };
  return (
    <Table
      caption={t("auditQuestion")}
      columns={["when", "who", "what", "subject", "details"].map((key) => ({ key, label: t(key as "when") }))}
      rows={events.map((event) => ({
        key: String(event.id),
        cells: [
          <Time key="at" at={event.at.toISOString()}>
            {format.dateTime(event.at, "minute", { timeZone: tz })}
          </Time>,
          who(event),
          <code key="action">{event.action}</code>,
          <code key="subject">{event.subject}</code>,
          <BeforeAfter key="diff" before={event.before} after={event.after} />,
        ],
      }))}
      empty={<Empty title={t("nothing")}>{t("nothingNote")}</Empty>}
    />
  );
}
