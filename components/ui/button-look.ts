/** act: the one thing to do here. plain: beside it. quiet: a word that does something. grave: cannot be undone. */
export type ButtonLook = "act" | "plain" | "quiet" | "grave";

const block =
  "inline-flex min-h-10 items-center justify-center rounded-[6px] border px-4 py-2 text-center text-small font-semibold";

export const buttonLook: Record<ButtonLook, string> = {
  act: `${block} border-ink bg-ink text-paper hover:bg-ink-soft hover:border-ink-soft disabled:border-hairline disabled:bg-sunk disabled:text-ink-faint`,
  plain: `${block} border-edge bg-transparent text-ink hover:border-ink hover:bg-sunk disabled:border-hairline disabled:text-ink-faint`,
  quiet: "touch link inline-flex min-h-6 items-center text-small text-ink-soft hover:text-ink disabled:text-ink-faint",
  grave: `${block} border-stopped bg-transparent text-stopped-ink hover:bg-stopped-wash disabled:border-hairline disabled:text-ink-faint`,
};
