import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import type { AlertPage } from "@/server/alerts/shown";
import { closing } from "./alert-row";

/** What was done about an alert and what was said, oldest first. */
export async function ToldList({ page }: { page: AlertPage }) {
  const [t, words, figures] = await Promise.all([
    getTranslations("alerts"),
    getTranslations("changes"),
    getFigures(page.currency),
  ]);
  const names = new Map(page.people.map((one) => [one.userId, one.name]));
  const nameOf = (id: unknown) => (typeof id === "number" ? names.get(id) : undefined) ?? words("page.someone");
  const line = (one: AlertPage["told"][number]) => {
    const act = one.kind === "comment" ? "comment" : one.data.act;
    const name = nameOf(one.by);
    switch (act) {
      case "raised":
      case "weakened":
      case "reopened":
        return t(`done.${act}`);
      case "assign":
        return t("done.assign", { name, other: nameOf(one.data.ownerId) });
      case "snooze":
        return t("done.snooze", { name, day: typeof one.data.until === "string" ? figures.day(one.data.until) : "" });
      case "close":
        return t("done.close", { name, reason: closing(one.data.as, t) });
      case "take":
      case "act":
      case "watch":
      case "wake":
      case "reopen":
        return t(`done.${act}`, { name });
      default:
        return t("done.comment", { name });
    }
  };
  return (
    <ol className="grid gap-4 border-hairline border-l pl-4">
      {page.told.map((one) => (
        <li key={one.id} className="text-small">
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="font-medium text-ink">{line(one)}</span>
            <time dateTime={one.at.toISOString()} className="text-ink-faint">
              {figures.moment(one.at, page.tz)}
            </time>
          </p>
          {one.body && <p className="mt-0.5 max-w-prose whitespace-pre-line text-ink-soft">{one.body}</p>}
        </li>
      ))}
    </ol>
  );
}
