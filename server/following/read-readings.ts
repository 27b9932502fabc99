import { and, desc, eq, inArray, lte, sql } from "drizzle-orm";
import { reading } from "@/db/schema";
import type { Scope } from "../scope";
import { type Method, type PartsOf, partsOf, type Slice, sliceShape } from "./schema";
import { READING_VERSION } from "./settings";

/** The readings of one change as of one day. */
export class NightReadings {
  constructor(
    readonly asOf: string,
    private readonly rows: ReadonlyMap<string, unknown>,
  ) {}

  get<M extends Method>(method: M, slice: Slice = "all"): PartsOf<M> | null {
    const parts = this.rows.get(`${method} ${slice}`);
    return parts === undefined ? null : (partsOf[method].parse(parts) as PartsOf<M>);
  }

  /** Slices that a method was read for. */
  slices(method: Method): Slice[] {
    return [...this.rows.keys()].flatMap((key) => {
      const [name, slice] = key.split(" ");
      return name === method ? [sliceShape.parse(slice)] : [];
    });
  }
}

/** The latest readings of each of these changes up to the scope's today; changes never read are missing. */
export async function readNights(
  scope: Scope,
  changeIds: readonly number[],
  methods?: Method[],
): Promise<Map<number, NightReadings>> {
  if (changeIds.length === 0) return new Map();
  const subjects = changeIds.map((id) => `change:${id}`);
  const ours = and(
    eq(reading.workspaceId, scope.workspaceId),
    inArray(reading.subject, subjects),
    eq(reading.version, READING_VERSION),
    lte(reading.asOf, scope.today),
  );
  const latest = await scope.db
    .select({ subject: reading.subject, asOf: sql<string>`max(${reading.asOf})` })
    .from(reading)
    .where(and(ours, eq(reading.method, "verdict")))
    .groupBy(reading.subject);
  if (latest.length === 0) return new Map();
  const rows = await scope.db
    .select({
      subject: reading.subject,
      asOf: reading.asOf,
      method: reading.method,
      slice: reading.slice,
      parts: reading.parts,
    })
    .from(reading)
    .where(and(ours, methods && inArray(reading.method, methods)))
    .orderBy(desc(reading.asOf));
  return new Map(
    latest.map(({ subject, asOf }) => {
      const own = rows.filter((row) => row.subject === subject && row.asOf === asOf);
      const parts = new Map(own.map((row) => [`${row.method} ${row.slice}`, row.parts as unknown]));
      return [Number(subject.slice("change:".length)), new NightReadings(asOf, parts)];
    }),
  );
}
