import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Empty } from "@/components/ui/empty";
import { Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Caller } from "@/server/trpc/caller";
import { BeforeAfter } from "./before-after";
import { actInWords, subjectInWords } from "./event-words";

type Event = Awaited<ReturnType<Caller["audit"]["page"]>>["events"][number];
type Props = { events: Event[]; workspace: string; tz: string };

export async function Events({ events, workspace, tz }: Props) {
  const [t, format] = await Promise.all([getTranslations("settings"), getFormatter()]);
  return (
    <Table
      caption={t("auditQuestion")}
      columns={(["when", "who", "what", "subject", "details"] as const).map((key) => ({ key, label: t(key) }))}
      rows={events.map((event) => ({
        key: String(event.id),
        cells: [
          <Time key="at" at={event.at.toISOString()}>
            {format.dateTime(event.at, "minute", { timeZone: tz })}
          </Time>,
          <Who key="who" event={event} />,
          actInWords(event.action, t),
          <Subject key="subject" {...subjectInWords(event.subject, `/w/${workspace}`, t)} />,
          <BeforeAfter key="difference" before={event.before} after={event.after} />,
        ],
      }))}
      empty={<Empty title={t("nothing")}>{t("nothingNote")}</Empty>}
    />
  );
}

async function Who({ event: { actor, name } }: { event: Event }) {
  const [t, roles] = await Promise.all([getTranslations("settings"), getTranslations("shell.roles")]);
  const [kind = "", rest = ""] = actor.split(":");
  if (kind === "job" || kind === "command" || kind === "key") return t(kind, { name: rest });
  const role = kind as "admin";
  return `${name ?? t("nobody")}, ${roles.has(role) ? roles(role) : kind}`;
}

function Subject({ label, href }: { label: string; href: string | null }) {
  if (!href) return label;
  return (
    <Link href={href} className="touch link">
      {label}
    </Link>
  );
}
