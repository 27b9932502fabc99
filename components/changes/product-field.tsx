"use client";

import { useEffect, useId, useState } from "react";
import { browserDoor } from "@/components/browser-door";
import { useField } from "@/components/form/action-form";
import { InputField } from "@/components/ui/input-field";

type Found = { id: number; code: string; name: string };
type Props = {
  workspace: string;
  label: string;
  hint: string;
  initial: string;
};

/** References of products, typed with commas; with a script the one being typed is completed from the catalogue. */
export function ProductField({ workspace, label, hint, initial }: Props) {
  const { typed, error } = useField("products");
  const [value, setValue] = useState(typed ?? initial);
  const [found, setFound] = useState<Found[]>([]);
  const list = useId();
  const parts = value.split(",");
  const last = (parts.at(-1) ?? "").trim();
  const before = parts.slice(0, -1).map((part) => part.trim());
  useEffect(() => {
    if (last.length < 2) return setFound([]);
    const stop = new AbortController();
    const wait = setTimeout(() => {
      browserDoor(workspace)
        .catalog.findProducts.query({ text: last }, { signal: stop.signal })
        .then(setFound)
        .catch(() => {});
    }, 250);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [workspace, last]);
  return (
    <>
      <InputField
        id="products"
        name="products"
        label={label}
        hint={hint}
        error={error}
        value={value}
        autoComplete="off"
        list={list}
        onChange={(event) => setValue(event.target.value)}
      />
      <datalist id={list}>
        {found.map((one) => (
          <option key={one.id} value={[...before, one.code].join(", ")}>
            {one.name}
          </option>
        ))}
      </datalist>
    </>
  );
}
