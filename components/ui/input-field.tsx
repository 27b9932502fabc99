import type { ComponentProps } from "react";
import { controlLook, describedBy, Field, type FieldWords } from "./field";

type Props = FieldWords & Omit<ComponentProps<"input">, "style" | "id" | "className">;

export function InputField({ id, label, note, hint, error, ...rest }: Props) {
  const words = { id, label, note, hint, error };
  return (
    <Field {...words}>
      <input
        id={id}
        className={controlLook}
        aria-describedby={describedBy(words)}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
    </Field>
  );
}
