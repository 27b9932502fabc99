import Link from "next/link";
import { VerdictShape } from "@/components/ui/verdict-shape";
import type { ChangeMark } from "./change-mark";

/** The marks of a time line by name, latest first, where a drawing has no room for words. */
export function ChangeList({ marks }: { marks: readonly ChangeMark[] }) {
  const latest = [...marks].sort((one, other) => other.day.localeCompare(one.day));
  return (
    <ul className="text-small">
      {latest.map((mark) => (
        <li
          key={mark.key}
          className="grid grid-cols-[0.75rem_minmax(0,1fr)_auto] items-baseline gap-x-2 border-hairline border-b py-2"
        >
          <VerdictShape kind={mark.kind} className="size-3 self-center" />
          <span>
            {mark.href ? (
              <Link href={mark.href} className="touch link text-ink">
                {mark.label}
              </Link>
            ) : (
              mark.label
            )}
            <span className="sr-only">: {mark.verdict}</span>
          </span>
          <span className="text-ink-faint">{mark.dayLabel}</span>
        </li>
      ))}
    </ul>
  );
}
