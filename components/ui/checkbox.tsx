import type { ComponentProps, ReactNode } from "react";

type Props = Omit<ComponentProps<"input">, "style" | "className" | "type"> & {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  /** One of several, or yes and no. */
  type?: "checkbox" | "radio";
};

export function Checkbox({ id, label, hint, type = "checkbox", ...rest }: Props) {
  return (
    <div className="grid grid-cols-[1.5rem_1fr] items-start gap-x-2">
      <input
        id={id}
        type={type}
        className="mt-0.5 size-5 accent-ink"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
      <label htmlFor={id} className="min-h-6 py-px text-body text-ink">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-ink-faint text-small">
          {hint}
        </p>
      )}
    </div>
  );
}
