"use client";

import { useState } from "react";
import { useField } from "@/components/form/action-form";
import { SelectField } from "@/components/ui/select-field";
import { TextareaField } from "@/components/ui/textarea-field";

export type MovedOption = { value: string; label: string };
export type KindOption = { value: string; label: string; moved: string; group: string; template: string };
type Props = {
  moved: readonly MovedOption[];
  kinds: readonly KindOption[];
  words: {
    moved: string;
    movedHint: string;
    kind: string;
    hypothesis: string;
    hypothesisHint: string;
  };
  start: { moved: string; kind: string; hypothesis: string };
  /** What stands between kind and expectation: the rest of the form. */
  children: React.ReactNode;
};

/** Where each part of the triptych stands in the little triangle: client on top, product left, store right. */
const place: Record<string, string> = {
  client: "col-start-2 row-start-1",
  "client-product": "col-start-1 row-start-2",
  "client-store": "col-start-3 row-start-2",
  product: "col-start-1 row-start-3",
  "product-store": "col-start-2 row-start-3",
  store: "col-start-3 row-start-3",
};

/**
 * What moves, as six radio buttons on a triangle; the kind follows with its usual ones first, and the expectation with an
 * example of that kind. Nothing is controlled: React resets a form after its act, and what is controlled falls out of step. Without a script every kind is there, under the part that it usually moves.
 */
export function MovedChoice({ moved, kinds, words, start, children }: Props) {
  const typed = { moved: useField("moved"), kind: useField("kind"), hypothesis: useField("hypothesis") };
  const [part, setPart] = useState(typed.moved.typed ?? start.moved);
  const [kind, setKind] = useState(typed.kind.typed ?? start.kind);
  const [suggested, setSuggested] = useState(kind);
  const choose = (value: string) => {
    setPart(value);
    const usual = kinds.find((one) => one.moved === value);
    const fits = kinds.find((one) => one.value === kind)?.moved === value;
    if (!usual || fits) return;
    setKind(usual.value);
    setSuggested(usual.value);
  };
  const ordered = [...kinds.filter((one) => one.moved === part), ...kinds.filter((one) => one.moved !== part)];
  return (
    <>
      <div className="grid gap-x-8 gap-y-6 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <fieldset className="min-w-0">
          <legend className="mb-1 font-medium text-ink text-small">{words.moved}</legend>
          <p className="mb-2 text-ink-faint text-small">{words.movedHint}</p>
          <div className="relative grid max-w-md grid-cols-3 gap-x-1.5 gap-y-3.5">
            <svg
              viewBox="0 0 300 120"
              preserveAspectRatio="none"
              aria-hidden="true"
              className="absolute inset-0 size-full"
              fill="none"
            >
              <path
                d="M150 20 250 100H50Z"
                className="stroke-hairline"
                strokeWidth="1.5"
                vectorEffect="non-scaling-stroke"
              />
            </svg>
            {moved.map((one) => (
              <label
                key={`${one.value} ${typed.moved.typed}`}
                className={`relative flex min-h-9 items-center justify-center rounded-[6px] border border-hairline bg-paper px-1.5 py-1 text-center text-small has-checked:border-ink has-checked:bg-ink has-checked:font-semibold has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 hover:border-ink ${place[one.value] ?? ""}`}
              >
                <input
                  type="radio"
                  name="moved"
                  value={one.value}
                  defaultChecked={part === one.value}
                  onChange={() => choose(one.value)}
                  className="sr-only"
                />
                {one.label}
              </label>
            ))}
          </div>
        </fieldset>
        <SelectField
          key={`${suggested} ${typed.kind.typed}`}
          id="kind"
          name="kind"
          label={words.kind}
          defaultValue={kind}
          error={typed.kind.error}
          onChange={(event) => setKind(event.target.value)}
          options={ordered.map(({ value, label, group }) => ({ value, label, group }))}
        />
      </div>
      {children}
      <TextareaField
        id="hypothesis"
        name="hypothesis"
        label={words.hypothesis}
        hint={words.hypothesisHint}
        rows={2}
        maxLength={600}
        error={typed.hypothesis.error}
        defaultValue={typed.hypothesis.typed ?? start.hypothesis}
        placeholder={kinds.find((one) => one.value === kind)?.template}
      />
    </>
  );
}
