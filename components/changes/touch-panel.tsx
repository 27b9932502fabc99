"use client";

import { useEffect, useRef, useState } from "react";
import type { TouchWords } from "./touch-words";
import { Touched } from "./touched";

type Props = {
  /** Address that answers the form's fields with whom they touch. */
  address: string;
  /** Counted on the server, for a form without a script. */
  initial: TouchWords | null;
  words: { title: string; waiting: string; counting: string };
};

/** Whom the scope touches, counted again while the form is filled in. */
export function TouchPanel({ address, initial, words }: Props) {
  const [shown, setShown] = useState(initial);
  const [counting, setCounting] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const form = panel.current?.closest("form");
    if (!form) return;
    let wait: ReturnType<typeof setTimeout> | undefined;
    let stop: AbortController | undefined;
    let asked = scopeOf(form);
    const count = () => {
      stop?.abort();
      stop = new AbortController();
      setCounting(true);
      fetch(`${address}${address.includes("?") ? "&" : "?"}${asked}`, { signal: stop.signal })
        .then((answer) => answer.json())
        .then((answer: TouchWords) => {
          setShown(answer);
          setCounting(false);
        })
        .catch((error: unknown) => {
          if (!(error instanceof DOMException)) setCounting(false);
        });
    };
    const changed = () => {
      const now = scopeOf(form);
      if (now === asked) return;
      asked = now;
      clearTimeout(wait);
      wait = setTimeout(count, 400);
    };
    if (asked !== "") count();
    form.addEventListener("input", changed);
    return () => {
      form.removeEventListener("input", changed);
      clearTimeout(wait);
      stop?.abort();
    };
  }, [address]);
  return (
    <section ref={panel} aria-labelledby="touch" className="border-rule border-t pt-3">
      <h2 id="touch" className="font-semibold text-question">
        {words.title}
      </h2>
      <div aria-live="polite" aria-busy={counting} className="mt-2">
        {counting && <p className="mb-1 text-ink-faint text-small">{words.counting} …</p>}
        {shown ? <Touched {...shown} /> : <p className="text-ink-soft text-small">{words.waiting}</p>}
      </div>
    </section>
  );
}

const counted = /^(store|category|channel|fulfilment|segment)-|^(products|hoursFrom|hoursTo|start)$/;

/** The fields that the count depends on, as an address; empty where nothing is chosen. */
function scopeOf(form: HTMLFormElement): string {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (counted.test(name) && typeof value === "string" && value !== "") fields.set(name, value);
  }
  return [...fields.keys()].every((name) => name === "start") ? "" : fields.toString();
}
