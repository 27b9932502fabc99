"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useSending } from "./action-form";

const ConfirmDialog = dynamic(() => import("./confirm-dialog").then((module) => module.ConfirmDialog), { ssr: false });

type Props = { children: ReactNode; question: string; words: { yes: string; no: string } };

/** Sends an ActionForm whose act cannot be taken back. With a script it asks once more first; without one it sends. */
export function GraveSubmit({ children, question, words }: Props) {
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        look="grave"
        type="submit"
        disabled={useSending()}
        onClick={(event) => {
          if (event.currentTarget.form?.reportValidity() === false) return;
          event.preventDefault();
          setAsking(true);
        }}
      >
        {children}
      </Button>
      {asking && (
        <ConfirmDialog
          question={question}
          words={words}
          onAnswer={(sure) => {
            setAsking(false);
            if (sure) button.current?.form?.requestSubmit(button.current);
          }}
        />
      )}
    </>
  );
}
