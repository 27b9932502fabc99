import type { ComponentProps } from "react";
import { controlLook, describedBy, Field, type FieldWords } from "./field";

export type Option = { value: string; label: string; group?: string };
type Props = FieldWords & Omit<ComponentProps<"select">, "style" | "id" | "className"> & { options: readonly Option[] };

/** Options of one `group` that follow each other stand under its name. */
export function SelectField({ id, label, note, hint, error, options, ...rest }: Props) {
  const words = { id, label, note, hint, error };
  return (
    <Field {...words}>
      <select
        id={id}
        className={controlLook}
        aria-describedby={describedBy(words)}
        aria-invalid={error ? true : undefined}
        {...rest}
      >
        {[...byGroup(options)].map(([group, members]) =>
          group === "" ? (
            members.map((option) => <Choice key={option.value} option={option} />)
          ) : (
            <optgroup key={group} label={group}>
              {members.map((option) => (
                <Choice key={option.value} option={option} />
              ))}
            </optgroup>
          ),
        )}
      </select>
    </Field>
  );
}

function Choice({ option }: { option: Option }) {
  return <option value={option.value}>{option.label}</option>;
}

function byGroup(options: readonly Option[]): Map<string, Option[]> {
  const groups = new Map<string, Option[]>();
  for (const option of options) {
    const group = option.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), option]);
  }
  return groups;
}
