import { type SQL, sql } from "drizzle-orm";

/** A list as one parameter of type bigint[] (Drizzle would spell an array out as a list of parameters). */
export function bigints(values: readonly number[] | Float64Array | Int32Array): SQL {
  return sql`${`{${values.join(",")}}`}::bigint[]`;
}

export function integers(values: readonly (number | null)[] | Int32Array): SQL {
  return sql`${literal(values)}::int[]`;
}

export function floats(values: readonly (number | null)[] | Float64Array): SQL {
  return sql`${literal(values)}::float8[]`;
}

/** Words without quotes, braces, commas or backslashes: codes, channels, never free text. */
export function words(values: readonly string[]): SQL {
  for (const value of values) {
    if (!/^[\w:./ -]+$/.test(value)) throw new RangeError(`"${value}" is not a plain word.`);
  }
  return sql`${`{${values.map((value) => `"${value}"`).join(",")}}`}::text[]`;
}

function literal(values: readonly (number | null)[] | Float64Array | Int32Array): string {
  return `{${Array.from(values, (value) => value ?? "null").join(",")}}`;
}
