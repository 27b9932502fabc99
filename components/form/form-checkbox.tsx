"use client";

import type { ComponentProps } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { useField } from "./action-form";

type Props = Omit<ComponentProps<typeof Checkbox>, "id" | "name" | "checked"> & { name: string; id?: string };

/** A checkbox of an ActionForm; an empty one sends nothing. */
export function FormCheckbox({ name, id = name, value = "on", defaultChecked, ...rest }: Props) {
  const { typed, refused } = useField(name);
  const chosen = refused ? typed === value : defaultChecked;
  return <Checkbox key={String(chosen)} id={id} name={name} value={value} defaultChecked={chosen} {...rest} />;
}
