import type { ReactNode } from "react";

export type FieldWords = {
  id: string;
  label: ReactNode;
  /** Small word beside the label, such as "optional". */
  note?: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
};

export const controlLook =
  "block w-full min-h-10 rounded-[6px] border border-edge bg-sheet px-3 py-2 text-body text-ink placeholder:text-ink-faint disabled:bg-sunk disabled:text-ink-faint aria-invalid:border-stopped aria-invalid:border-2";

/** What a control says about itself to a screen reader: its hint, then its error. */
export function describedBy({ id, hint, error }: FieldWords): string | undefined {
  const parts = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : undefined;
}

/** Label, hint and error around any control whose id is `id`. */
export function Field({ id, label, note, hint, error, children }: FieldWords & { children: ReactNode }) {
  return (
    <div className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-ink text-small">
          {label}
        </label>
        {note && <span className="text-ink-faint text-tiny">{note}</span>}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mb-1.5 text-ink-faint text-small">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 font-medium text-small text-stopped-ink">
          {error}
        </p>
      )}
    </div>
  );
}
