import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { currentMember } from "@/server/auth/session";
import { type Caller, callerFor } from "@/server/trpc/caller";
import { EditMember } from "./edit-member";
import { SettingsFrame } from "./frame";
import { InviteMember } from "./invite-member";
import { Waiting } from "./waiting";

type Props = { params: Promise<{ workspace: string }> };
type Person = Awaited<ReturnType<Caller["workspaces"]["people"]>>[number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("members") };
}

export default async function MembersPage({ params }: Props) {
  const { workspace } = await params;
  const caller = await callerFor(workspace);
  const [people, waiting, me, t] = await Promise.all([
    caller.workspaces.people(),
    caller.workspaces.waiting(),
    currentMember(workspace),
    getTranslations("settings"),
  ]);
  return (
    <SettingsFrame workspace={workspace} view="members">
      <Section question={t("membersQuestion")} subtitle={t("membersNote")}>
        <Members workspace={workspace} people={people} myId={me.userId} />
      </Section>
      {waiting.length > 0 && (
        <Section question={t("waitingQuestion")}>
          <Waiting workspace={workspace} invitations={waiting} />
        </Section>
      )}
      <Section question={t("inviteQuestion")} subtitle={t("inviteNote")}>
        <InviteMember workspace={workspace} />
      </Section>
    </SettingsFrame>
  );
}

async function Members({ workspace, people, myId }: { workspace: string; people: Person[]; myId: number }) {
  const [t, roles, format] = await Promise.all([
    getTranslations("settings"),
    getTranslations("shell.roles"),
    getFormatter(),
  ]);
  return (
    <Table
      caption={t("membersQuestion")}
      columns={[
        { key: "name", label: t("name") },
        { key: "email", label: t("email") },
        { key: "role", label: t("role") },
        { key: "sees", label: t("seesPeople") },
        { key: "since", label: t("since") },
        { key: "change", label: t("change") },
      ]}
      rows={people.map((person) => ({
        key: String(person.memberId),
        cells: [
          <>
            {person.name} {person.userId === myId && <Tag>{t("you")}</Tag>}
          </>,
          person.email,
          roles(person.role),
          t(person.seesPeople ? "yes" : "no"),
          format.dateTime(person.since, "day"),
          person.revokedAt ? (
            t("revoked", { day: format.dateTime(person.revokedAt, "day") })
          ) : (
            <EditMember key="edit" workspace={workspace} person={person} />
          ),
        ],
      }))}
    />
  );
}
