"use client";

import type { ComponentProps } from "react";
import { SelectField } from "@/components/ui/select-field";
import { useField } from "./action-form";

type Props = Omit<ComponentProps<typeof SelectField>, "id" | "name" | "error" | "value"> & {
  name: string;
  id?: string;
};

/** A select of an ActionForm. React resets forms after an act, selects to their first choice: hence the key. */
export function FormSelect({ name, id = name, defaultValue, ...rest }: Props) {
  const { typed, error } = useField(name);
  const chosen = typed ?? defaultValue;
  return <SelectField key={String(chosen)} id={id} name={name} error={error} defaultValue={chosen} {...rest} />;
}
