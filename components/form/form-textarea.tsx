"use client";

import type { ComponentProps } from "react";
import { TextareaField } from "@/components/ui/textarea-field";
import { useField } from "./action-form";

type Props = Omit<ComponentProps<typeof TextareaField>, "id" | "name" | "error" | "value"> & {
  name: string;
  id?: string;
};

/** A text of several lines of an ActionForm. */
export function FormTextarea({ name, id = name, defaultValue, ...rest }: Props) {
  const { typed, error } = useField(name);
  return <TextareaField id={id} name={name} error={error} defaultValue={typed ?? defaultValue} {...rest} />;
}
