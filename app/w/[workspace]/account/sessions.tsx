import { getFormatter, getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { mySessions } from "@/server/auth/my-account";
import { endOtherSessions, endSession, signOutEverywhere } from "./actions";

type Session = Awaited<ReturnType<typeof mySessions>>[number];
type Props = { workspace: string; tz: string };

/** Where the reader is signed in; each session but this one has its end beside it. */
export async function Sessions({ workspace, tz }: Props) {
  const [sessions, t, format] = await Promise.all([mySessions(), getTranslations("auth.account"), getFormatter()]);
  const moment = (at: Date) => <Time at={at.toISOString()}>{format.dateTime(at, "minute", { timeZone: tz })}</Time>;
  return (
    <div className="grid gap-6">
      <Table
        caption={t("sessionsQuestion")}
        columns={(["device", "address", "started", "seen", "end"] as const).map((key) => ({ key, label: t(key) }))}
        rows={sessions.map((session) => ({
          key: String(session.sessionId),
          cells: [
            <Device key="device" session={session} />,
            session.address,
            moment(session.startedAt),
            moment(session.seenAt),
            session.isThis ? "" : <End key="end" workspace={workspace} session={session} />,
          ],
        }))}
      />
      <div className="flex flex-wrap gap-3">
        {sessions.length > 1 && (
          <form action={endOtherSessions.bind(null, workspace)}>
            <Button type="submit">{t("endOthers")}</Button>
          </form>
        )}
        <form action={signOutEverywhere}>
          <Button type="submit" look="grave">
            {t("endSessions")}
          </Button>
        </form>
      </div>
    </div>
  );
}

async function Device({ session: { device, isThis } }: { session: Session }) {
  const t = await getTranslations("auth.account");
  return (
    <>
      {device || t("unknownDevice")} {isThis && <Tag>{t("this")}</Tag>}
    </>
  );
}

async function End({ workspace, session: { sessionId, device } }: { workspace: string; session: Session }) {
  const t = await getTranslations("auth.account");
  return (
    <form action={endSession.bind(null, workspace, sessionId)}>
      <Button type="submit" look="quiet">
        <span aria-hidden="true">{t("endOne")}</span>
        <span className="sr-only">{t("endNamed", { device: device || t("unknownDevice") })}</span>
      </Button>
    </form>
  );
}
