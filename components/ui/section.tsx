import { type ReactNode, useId } from "react";

type Props = {
  id?: string;
  /** The question that the reader has, sentence case. */
  question: ReactNode;
  subtitle?: ReactNode;
  aside?: ReactNode;
  level?: 2 | 3;
  children: ReactNode;
  className?: string;
};

export function Section({ id, question, subtitle, aside, level = 2, children, className = "" }: Props) {
  const Heading = level === 2 ? "h2" : "h3";
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className={`min-w-0 ${className}`}>
      <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <div className="min-w-0">
          <Heading id={heading} className={`font-semibold text-ink ${level === 2 ? "text-question" : "text-body"}`}>
            {question}
          </Heading>
          {subtitle && <p className="max-w-[46rem] text-pretty text-ink-soft text-small">{subtitle}</p>}
        </div>
        {aside && <div className="text-ink-faint text-small">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
