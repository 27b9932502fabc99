import type { ReactNode } from "react";

/** The promise and the house rules, at the foot of every page. */
export function PageFooter({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <footer className="mt-14 flex flex-wrap justify-between gap-x-8 gap-y-1 border-hairline border-t pt-4 text-ink-faint text-small print:mt-4">
      <p className="max-w-[46em]">{children}</p>
      {aside && <p>{aside}</p>}
    </footer>
  );
}
