import { getTranslations } from "next-intl/server";
import { type Figures, getFigures } from "@/components/following/figures";
import { ActionForm } from "@/components/form/action-form";
import { FormTextarea } from "@/components/form/form-textarea";
import { SubmitButton } from "@/components/form/submit-button";
import { Section } from "@/components/ui/section";
import type { ChangePage } from "@/server/changes/shown";
import type { Outcome } from "@/server/trpc/outcome";
import { editedFields, type Told, tellStory } from "./story";

type Words = Awaited<ReturnType<typeof getTranslations<"changes">>>;
type Props = {
  page: ChangePage;
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
};

/** What people said about a change, and what happened to it: every step and every edit, with before and after. */
export async function ChangeStory({ page, action }: Props) {
  const [t, figures] = await Promise.all([getTranslations("changes"), getFigures(page.currency)]);
  const names = new Map(page.people.map((one) => [one.userId, one.name]));
  const nameOf = (by: number | null) => (by === null ? t("page.itself") : (names.get(by) ?? t("page.someone")));
  const story = tellStory(page);
  const comments = story.filter((one) => one.what === "comment");
  const entries = story.filter((one) => one.what !== "comment");
  return (
    <div className="grid gap-x-14 gap-y-12 lg:grid-cols-2">
      <Section id="comments" question={t("page.comments")}>
        {comments.length === 0 ? (
          <p className="text-ink-soft text-small">{t("page.noComments")}</p>
        ) : (
          <ol className="grid gap-4">
            {comments.map((one) => (
              <li key={one.key} className="text-small">
                <p className="text-ink-faint">
                  {t("page.by", { name: nameOf(one.by), when: figures.moment(one.at, page.tz) })}
                </p>
                <p className="max-w-prose whitespace-pre-line text-body text-ink">{one.body}</p>
              </li>
            ))}
          </ol>
        )}
        <ActionForm action={action} label={t("page.comment")} className="mt-5 grid max-w-prose gap-3 print:hidden">
          <FormTextarea name="body" label={t("page.comment")} rows={2} required maxLength={2000} />
          <div>
            <SubmitButton look="plain">{t("page.commentSend")}</SubmitButton>
          </div>
        </ActionForm>
      </Section>
      <Section question={t("page.history")}>
        <details open={entries.length < 4}>
          <summary className="touch link mb-3 inline-block list-none text-ink-soft text-small">
            {t("page.historyShow", { count: entries.length })}
          </summary>
          <ol className="grid gap-4 border-hairline border-l pl-4">
            {entries.map((one) => (
              <li key={one.key} className="text-small">
                <p>
                  <span className="font-medium text-ink">{nameOf(one.by)}</span> {sentence(one, t)}
                </p>
                {one.body && <p className="text-ink-soft">“{one.body}”</p>}
                <Edits told={one} page={page} t={t} figures={figures} />
                <time dateTime={one.at.toISOString()} className="text-ink-faint">
                  {figures.moment(one.at, page.tz)}
                </time>
              </li>
            ))}
          </ol>
        </details>
      </Section>
    </div>
  );
}

const steps = ["record", "plan", "start", "begin", "confirm", "end", "rollBack", "cancel"] as const;

function sentence(told: Told, t: Words): string {
  if (told.what === "edit" && told.edit) {
    const fields = editedFields(told.edit)
      .map((field) => t(`page.field.${field}`))
      .join(", ");
    return told.edit.reason
      ? t("page.done.correct", { fields, reason: told.edit.reason })
      : t("page.done.edit", { fields });
  }
  const step = steps.find((one) => one === told.act);
  return step ? t(`page.done.${step}`) : "";
}

type EditsProps = { told: Told; page: ChangePage; t: Words; figures: Figures };

/** Before and after of what reads in a line; the scope is said by name only as it stands now. */
function Edits({ told, t, figures }: EditsProps) {
  const { edit } = told;
  if (!edit) return null;
  const lines = editedFields(edit).flatMap((field) => {
    const before = said(field, edit.before, t, figures);
    const after = said(field, edit.after, t, figures);
    return before === null || after === null ? [] : [{ field, before, after }];
  });
  return (
    <ul className="text-ink-soft">
      {lines.map(({ field, before, after }) => (
        <li key={field}>{t("page.fromTo", { before, after })}</li>
      ))}
    </ul>
  );
}

type Kept = NonNullable<Told["edit"]>["after"] | null;

function said(field: string, kept: Kept, t: Words, figures: Figures): string | null {
  const none = t("page.nothing");
  switch (field) {
    case "title":
      return kept?.title ?? none;
    case "hypothesis":
      return kept?.hypothesis || none;
    case "moved":
      return kept?.moved ? t(`moved.${kept.moved}`) : none;
    case "kind":
      return kept?.kind ? t(`kind.${kept.kind}`) : none;
    case "start":
      return kept?.start ? figures.day(kept.start) : none;
    case "end":
      return kept?.end ? figures.day(kept.end) : none;
    case "gainMinor":
      return kept?.gainMinor === undefined ? none : figures.amount(kept.gainMinor);
    default:
      return null;
  }
}
