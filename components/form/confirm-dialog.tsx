"use client";

import { Dialog, DialogPanel } from "@tremor/react";
import { Button } from "@/components/ui/button";

type Props = { question: string; words: { yes: string; no: string }; onAnswer(sure: boolean): void };

/** One question over the page; Escape and a click outside mean no. */
export function ConfirmDialog({ question, words, onAnswer }: Props) {
  return (
    <Dialog
      open
      onClose={() => onAnswer(false)}
      aria-label={question}
      className="before:fixed before:inset-0 before:bg-paper/80"
    >
      <DialogPanel className="max-w-md border border-hairline bg-sheet p-6">
        <p className="text-body text-ink">{question}</p>
        <div className="mt-5 flex flex-wrap gap-3">
          <Button autoFocus onClick={() => onAnswer(false)}>
            {words.no}
          </Button>
          <Button look="grave" onClick={() => onAnswer(true)}>
            {words.yes}
          </Button>
        </div>
      </DialogPanel>
    </Dialog>
  );
}
