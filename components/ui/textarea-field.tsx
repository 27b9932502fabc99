import type { ComponentProps } from "react";
import { controlLook, describedBy, Field, type FieldWords } from "./field";

type Props = FieldWords & Omit<ComponentProps<"textarea">, "style" | "id" | "className">;

export function TextareaField({ id, label, note, hint, error, rows = 3, ...rest }: Props) {
  const words = { id, label, note, hint, error };
  return (
    <Field {...words}>
      <textarea
        id={id}
        rows={rows}
        className={controlLook}
        aria-describedby={describedBy(words)}
        aria-invalid={error ? true : undefined}
        {...rest}
      />
    </Field>
  );
}
