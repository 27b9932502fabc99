"use client";

import { createContext, type ReactNode, useActionState, useContext } from "react";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/server/trpc/outcome";

const FormState = createContext<{ outcome: Outcome; sending: boolean }>({ outcome: null, sending: false });

type Props = {
  /** A server action, bound to what it needs (`close.bind(null, workspace)`). */
  action: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  label?: string;
  className?: string;
  children: ReactNode;
};

/**
 * A form that says how its act ended and keeps what was typed when it was refused; it works before, and without, its
 * script. Its fields are those of this folder.
 */
export function ActionForm({ action, label, className, children }: Props) {
  const [outcome, send, sending] = useActionState(action, null);
  return (
    <form action={send} aria-label={label} className={className}>
      {outcome && (
        <Notice kind={outcome.state === "done" ? "done" : "error"} title={outcome.said}>
          {outcome.state === "done" && outcome.once && <Once>{outcome.once}</Once>}
        </Notice>
      )}
      <FormState value={{ outcome, sending }}>{children}</FormState>
    </form>
  );
}

/** One click takes all of it, to copy. */
function Once({ children }: { children: string }) {
  return <code className="mt-1 block select-all text-ink [overflow-wrap:anywhere]">{children}</code>;
}

/** What a field of a refused form starts with, and what was said about it. */
export function useField(name: string): { typed: string | undefined; error: string | undefined; refused: boolean } {
  const { outcome } = useContext(FormState);
  if (outcome?.state !== "refused") return { typed: undefined, error: undefined, refused: false };
  return { typed: outcome.values[name], error: outcome.field === name ? outcome.said : undefined, refused: true };
}

export function useSending(): boolean {
  return useContext(FormState).sending;
}
