"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Title } from "@/components/ui/headline";
import en from "@/messages/en/broken.json";
import fr from "@/messages/fr/broken.json";

type Props = { error: Error & { digest?: string }; retry: () => void };

/** What stands where a page failed: the reference under which the log has it, nothing of the failure itself. */
export function BrokenPage({ error, retry }: Props) {
  const language = useSyncExternalStore(
    unchanging,
    () => document.documentElement.lang,
    () => "en",
  );
  const words = language === "fr" ? fr : en;
  return (
    <div role="alert" className="mx-auto grid max-w-[36rem] gap-5 px-4 py-24">
      <Title>{words.title}</Title>
      <p className="text-ink-soft">{words.body}</p>
      {error.digest && (
        <p className="text-ink-faint text-small">
          {words.reference} {error.digest}
        </p>
      )}
      <div>
        <Button onClick={retry}>{words.again}</Button>
      </div>
    </div>
  );
}

const unchanging = () => () => {};
