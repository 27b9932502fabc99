import {
  bigserial,
  boolean,
  doublePrecision,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { big, day, workspaceId, workspacePolicy } from "./shared";

export const store = pgTable(
  "store",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    sourceId: big("source_id").notNull(),
    externalId: text("external_id").notNull(),
    name: text("name").notNull(),
    tz: text("tz"),
    lat: doublePrecision("lat"),
    lon: doublePrecision("lon"),
    region: text("region"),
    format: text("format"),
    hours: jsonb("hours"),
    openedOn: day("opened_on"),
    closedOn: day("closed_on"),
    successorId: big("successor_id"),
    /** The day through which every source that feeds it is complete (D9). */
    completeThrough: day("complete_through"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("store_external").on(t.workspaceId, t.sourceId, t.externalId),
    workspacePolicy(),
  ],
);

/** Products and the categories they belong to; `path` is the names from the root, joined by " / ". */
export const product = pgTable(
  "product",
  {
    workspaceId: workspaceId(),
    id: bigserial("id", { mode: "number" }).notNull(),
    sourceId: big("source_id").notNull(),
    externalId: text("external_id").notNull(),
    kind: text("kind").$type<"category" | "product">().notNull().default("product"),
    parentId: big("parent_id"),
    path: text("path").notNull().default(""),
    name: text("name").notNull(),
    attributes: jsonb("attributes").$type<Record<string, unknown>>().notNull().default({}),
    merchandise: boolean("merchandise").notNull().default(true),
    successorId: big("successor_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("product_external").on(t.workspaceId, t.sourceId, t.kind, t.externalId),
    workspacePolicy(),
  ],
);
