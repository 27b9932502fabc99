"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Asks the server again while something is under way; without a script the page stands as it was. */
export function KeepFresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
