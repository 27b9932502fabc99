"use client";

import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { useSending } from "./action-form";

/** Sends an ActionForm; waits while one is on its way. */
export function SubmitButton(props: Omit<ComponentProps<typeof Button>, "type" | "disabled">) {
  return <Button look="act" type="submit" disabled={useSending()} {...props} />;
}
