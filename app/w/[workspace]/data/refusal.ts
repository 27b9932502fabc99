import type { ErrorParams } from "@/server/errors";

const longest = 200;

/** A refusal as an address: its code, and what its sentence names, such as the file. */
export function refusalAddress(code: string, params: ErrorParams): URLSearchParams {
  const said = Object.entries(params).map(([name, value]) => [`in.${name}`, String(value).slice(0, longest)]);
  return new URLSearchParams([["refused", code], ...said]);
}

/** The refusal that an address tells of, or null. */
export function readRefusal(
  query: Record<string, string | string[] | undefined>,
): { code: string; params: ErrorParams } | null {
  const { refused: code } = query;
  if (typeof code !== "string" || !/^[\w.]{1,40}$/.test(code)) return null;
  const params: ErrorParams = {};
  for (const [name, value] of Object.entries(query)) {
    if (!name.startsWith("in.") || typeof value !== "string") continue;
    params[name.slice(3)] = /^\d{1,15}$/.test(value) ? Number(value) : value.slice(0, longest);
  }
  return { code, params };
}
