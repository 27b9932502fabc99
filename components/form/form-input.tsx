"use client";

import type { ComponentProps } from "react";
import { InputField } from "@/components/ui/input-field";
import { useField } from "./action-form";

type Props = Omit<ComponentProps<typeof InputField>, "id" | "name" | "error" | "value"> & { name: string; id?: string };

/** An input of an ActionForm. */
export function FormInput({ name, id = name, defaultValue, ...rest }: Props) {
  const { typed, error } = useField(name);
  return <InputField id={id} name={name} error={error} defaultValue={typed ?? defaultValue} {...rest} />;
}
