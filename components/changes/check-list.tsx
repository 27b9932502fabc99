"use client";

import { useId, useState } from "react";
import { FormCheckbox } from "@/components/form/form-checkbox";

/** `group` is found by the search too: a region, say. */
export type Choice = { id: string; label: string; group?: string; chosen?: boolean };
type Props = {
  /** Each choice is sent as `<name>-<id>`. */
  name: string;
  choices: readonly Choice[];
  /** The word of the search field; no field under ten choices. */
  find: string;
};

/** Things to tick, one above the other; with a script they can be narrowed by a few letters. */
export function CheckList({ name, choices, find }: Props) {
  const [text, setText] = useState("");
  const id = useId();
  const wanted = plain(text);
  return (
    <div>
      {choices.length >= 10 && (
        <div className="mb-2 noscript:hidden">
          <label htmlFor={id} className="sr-only">
            {find}
          </label>
          <input
            id={id}
            type="search"
            value={text}
            placeholder={find}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            className="block min-h-9 w-full max-w-64 rounded-[6px] border border-edge bg-sheet px-3 text-small placeholder:text-ink-faint"
          />
        </div>
      )}
      <ul className="grid max-h-64 gap-x-6 gap-y-1 overflow-y-auto sm:grid-cols-2 xl:grid-cols-3">
        {choices.map((choice) => (
          <li
            key={choice.id}
            hidden={wanted !== "" && !plain(`${choice.label} ${choice.group ?? ""}`).includes(wanted)}
          >
            <FormCheckbox name={`${name}-${choice.id}`} label={choice.label} defaultChecked={choice.chosen ?? false} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Without accents and capitals: "eto" finds "Étoile". */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .trim();
}
