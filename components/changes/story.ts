import type { ChangePage } from "@/server/changes/shown";

type Edit = ChangePage["revisions"][number];

/** One entry of a change's history: a step of its life, an edit, or what somebody said. */
export type Told = {
  key: string;
  what: "comment" | "step" | "edit";
  act: string | null;
  by: number | null;
  at: Date;
  body: string | null;
  edit: Edit | null;
};

const fields = [
  "title",
  "moved",
  "kind",
  "scope",
  "start",
  "end",
  "hypothesis",
  "gainMinor",
  "ownerId",
  "tags",
  "links",
] as const;

/** The fields in which an edit differs from what stood before. */
export function editedFields({ before, after }: Pick<Edit, "before" | "after">): (typeof fields)[number][] {
  return fields.filter((field) => said(before?.[field]) !== said(after[field]));
}

function said(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) => (inner === undefined ? null : inner));
}

/** Steps, edits and comments in the order of their days. The recording is a step; its first revision is not told twice. */
export function tellStory({ told, revisions }: Pick<ChangePage, "told" | "revisions">): Told[] {
  const steps = told.map(
    (one): Told => ({
      key: `h${one.id}`,
      what: one.kind === "comment" ? "comment" : "step",
      act: typeof one.data.act === "string" ? one.data.act : null,
      by: one.by,
      at: one.at,
      body: one.body,
      edit: null,
    }),
  );
  const edits = revisions
    .filter((one) => one.before !== null)
    .map(
      (edit): Told => ({
        key: `r${edit.revision}`,
        what: "edit",
        act: null,
        by: edit.by,
        at: edit.at,
        body: null,
        edit,
      }),
    );
  return [...steps, ...edits].sort((one, other) => one.at.getTime() - other.at.getTime());
}
