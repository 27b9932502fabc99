import type { ReactNode } from "react";

type Props = { children: ReactNode; as?: "h1" | "p" };

/** The sentence that says it all. `<strong>` and `Told` inside carry the weight. */
export function Headline({ children, as: Element = "h1" }: Props) {
  return (
    <Element className="max-w-[24em] text-pretty font-serif text-headline text-ink tracking-[-0.012em] [&_strong]:font-semibold">
      {children}
    </Element>
  );
}

/** What a page is about, where a name is enough. */
export function Title({ children }: { children: ReactNode }) {
  return <h1 className="max-w-[26em] text-balance font-serif text-ink text-title tracking-[-0.012em]">{children}</h1>;
}
