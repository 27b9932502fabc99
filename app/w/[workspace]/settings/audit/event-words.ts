import type { getTranslations } from "next-intl/server";

type Words = Awaited<ReturnType<typeof getTranslations<"settings">>>;

/** `member.added` as "added a member"; an act without words of its own stands as it was written down. */
export function actInWords(action: string, t: Words): string {
  const key = `acts.${action.replaceAll(/[.:]/g, "_")}` as "acts.member_added";
  return t.has(key) ? t(key) : action;
}

export function topicInWords(topic: string, t: Words): string {
  const key = `topics.${topic}` as "topics.member";
  return t.has(key) ? t(key) : topic;
}

const pages: Record<string, string> = { change: "changes", alert: "alerts", customer: "customers" };

/** `change:12` as "change 12" and its page, where there is one. */
export function subjectInWords(subject: string, home: string, t: Words): { label: string; href: string | null } {
  const [kind = "", id = ""] = subject.split(":");
  const key = `subjects.${kind}` as "subjects.change";
  const label = t.has(key) ? t(key, { id }) : subject;
  return { label, href: kind in pages ? `${home}/${pages[kind]}/${id}` : null };
}
