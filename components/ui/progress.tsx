import type { ReactNode } from "react";

type Props = { label: ReactNode; id: string; value?: number; max: number; note?: ReactNode };

/** Work under way. Without a value it says that it works, not how far it is. */
export function Progress({ label, id, value, max, note }: Props) {
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between gap-3 text-small">
        <label htmlFor={id} className="font-medium text-ink">
          {label}
        </label>
        {note && <span className="text-ink-faint">{note}</span>}
      </div>
      <progress
        id={id}
        value={value}
        max={max}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-hairline indeterminate:hatched indeterminate:bg-sunk [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-hairline [&::-webkit-progress-value]:bg-ink [&:indeterminate::-webkit-progress-bar]:bg-transparent"
      />
    </div>
  );
}
