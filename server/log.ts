import { now } from "./clock";

type Level = "info" | "warn" | "error";
type Fields = Record<string, unknown>;

/** Fields that could name a person or open a door never reach a log, whatever their value. */
const UNSPOKEN =
  /pass(word)?|secret|token|cookie|authorization|e-?mail|phone|address|name$|body|comment|verbatim|external_?id|card|url/i;
const EMAIL = /[^\s@"'<>(]+@[^\s@"'<>)]+\.[^\s@"'<>)]+/g;

/** Structured lines for the operator: JSON, one a line, ids and counts but no personal data. */
export const log = {
  info: (message: string, fields?: Fields) => write("info", message, fields),
  warn: (message: string, fields?: Fields) => write("warn", message, fields),
  error: (message: string, fields?: Fields) => write("error", message, fields),
};

/** The line that is written; pure, so that what it hides can be tested. */
export function logLine(at: Date, level: Level, message: string, fields: Fields = {}): string {
  const spoken = Object.entries(fields).map(([key, value]) => [key, UNSPOKEN.test(key) ? "[hidden]" : plain(value)]);
  return JSON.stringify({ at: at.toISOString(), level, message: masked(message), ...Object.fromEntries(spoken) });
}

function write(level: Level, message: string, fields?: Fields): void {
  const line = `${logLine(now(), level, message, fields)}\n`;
  (level === "info" ? process.stdout : process.stderr).write(line);
}

function plain(value: unknown): unknown {
  if (typeof value === "string") return masked(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return summary(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, UNSPOKEN.test(k) ? "[hidden]" : plain(v)]));
  }
  return value;
}

function summary(error: Error): Fields {
  const { code, table_name: table, constraint_name: constraint } = error as Error & Record<string, unknown>;
  const where = error.stack
    ?.split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 5);
  return {
    kind: error.constructor.name,
    said: saidBy(error),
    ...(code === undefined ? {} : { code }),
    ...(table === undefined ? {} : { table }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(error.cause instanceof Error ? { cause: summary(error.cause) } : {}),
    where,
  };
}

/**
 * What an error says, without the values in it. PostgreSQL quotes the offending one: the code and the place are enough;
 * Drizzle ends its sentence with the parameters of the query.
 */
export function saidBy(error: Error): string {
  const { code } = error as Error & Record<string, unknown>;
  const said = masked(error.message.replace(/\nparams: [\s\S]*$/, ""));
  const fromDatabase = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code);
  return fromDatabase ? said.replace(/"[^"]*"/g, '"…"') : said.slice(0, 500);
}

function masked(text: string): string {
  return text.replace(EMAIL, "[e-mail]");
}
