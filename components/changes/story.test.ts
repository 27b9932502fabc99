import { describe, expect, it } from "vitest";
import type { ChangePage } from "@/server/changes/shown";
import { editedFields, tellStory } from "./story";

const scope = { stores: [], products: [], categories: [], channels: [], fulfilments: [], hours: [], segments: [] };
const edit = (revision: number, before: object | null, after: object): ChangePage["revisions"][number] => ({
  revision,
  before,
  after,
  reason: null,
  by: 1,
  at: new Date(`2026-11-0${revision}T12:00:00Z`),
});

describe("editedFields", () => {
  it("another title and no end any more -> title, end", () => {
    expect(
      editedFields(edit(2, { title: "A", end: "2026-12-01", scope }, { title: "B", scope, tags: undefined })),
    ).toEqual(["title", "end"]);
  });
  it("another shop -> scope", () => {
    expect(editedFields(edit(2, { scope }, { scope: { ...scope, stores: [{ id: 3 }] } }))).toEqual(["scope"]);
  });
});

describe("tellStory", () => {
  it("recorded, edited, said: three entries by day; the first revision is the recording", () => {
    const told: ChangePage["told"] = [
      { id: 1, kind: "transition", by: 1, at: new Date("2026-11-01T12:00:00Z"), body: null, data: { act: "record" } },
      { id: 2, kind: "comment", by: 2, at: new Date("2026-11-03T12:00:00Z"), body: "Well.", data: {} },
    ];
    const story = tellStory({
      told,
      revisions: [edit(1, null, { title: "A" }), edit(2, { title: "A" }, { title: "B" })],
    });
    expect(story.map((one) => [one.key, one.what])).toEqual([
      ["h1", "step"],
      ["r2", "edit"],
      ["h2", "comment"],
    ]);
  });
});
