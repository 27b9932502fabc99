import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Pager } from "@/components/ui/pager";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select-field";
import { currentMember } from "@/server/auth/session";
import { callerFor } from "@/server/trpc/caller";
import { SettingsFrame } from "../frame";
import { topicInWords } from "./event-words";
import { Events } from "./events";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ about?: string | string[]; page?: string | string[] }>;
};

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
        <Events events={page.events} workspace={workspace} tz={member.tz} />
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
  return (
    <form method="get" className="mb-6 flex max-w-[26rem] items-end gap-3">
      <div className="grow">
        <SelectField
          id="about"
          name="about"
          label={t("filter")}
          defaultValue={about ?? ""}
          options={[
            { value: "", label: t("all") },
            ...topics.map((value) => ({ value, label: topicInWords(value, t) })),
          ]}
        />
      </div>
      <Button type="submit">{t("show")}</Button>
    </form>
  );
}
