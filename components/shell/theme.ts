export type Theme = "light" | "dark";

/** The reader's choice as kept in the cookie `theme`; undefined means "as the device is set". */
export function readTheme(value: string | undefined): Theme | undefined {
  return value === "light" || value === "dark" ? value : undefined;
}
