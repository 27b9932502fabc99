import type { ReactNode } from "react";

type Props = {
  /** The date line or the way back. */
  above?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
};

/** The top of a page: a line of small print, then its title or its sentence. */
export function PageHeader({ above, tools, children }: Props) {
  return (
    <header className="mb-10 print:mb-5">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-ink-faint text-small">
        <div>{above}</div>
        {tools && <div className="print:hidden">{tools}</div>}
      </div>
      {children}
    </header>
  );
}
