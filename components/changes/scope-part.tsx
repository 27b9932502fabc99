"use client";

import { type ReactNode, useRef, useState } from "react";

type Props = {
  label: ReactNode;
  /** How many are ticked at first; counted live with a script. */
  chosen: number;
  words: { all: string; chosen: string };
  open?: boolean;
  children: ReactNode;
};

/** One question of the scope, folded away until it is needed; its head says what is chosen. */
export function ScopePart({ label, chosen, words, open = false, children }: Props) {
  const [count, setCount] = useState(chosen);
  const body = useRef<HTMLDivElement>(null);
  const recount = () => {
    const inputs = body.current?.querySelectorAll<HTMLInputElement>("input[name]") ?? [];
    setCount([...inputs].filter((one) => (one.type === "checkbox" ? one.checked : one.value.trim() !== "")).length);
  };
  return (
    <details open={open || chosen > 0} className="group border-hairline border-t last:border-b">
      <summary className="flex min-h-11 list-none items-center justify-between gap-4 text-small">
        <span className="font-medium text-ink">
          <span aria-hidden="true" className="mr-2 inline-block text-ink-faint group-open:rotate-90">
            ›
          </span>
          {label}
        </span>
        <span className={count > 0 ? "font-semibold text-ink" : "text-ink-faint"}>
          {count > 0 ? words.chosen.replace("#", String(count)) : words.all}
        </span>
      </summary>
      <div ref={body} onChange={recount} className="pb-4 pl-4">
        {children}
      </div>
    </details>
  );
}
