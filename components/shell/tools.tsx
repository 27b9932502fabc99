import type { ReactNode } from "react";
import { PrintButton } from "./print-button";
import type { Theme } from "./theme";

type Choice = { name: "locale" | "theme"; value: string; label: ReactNode; lang?: string; current: boolean };
type Props = {
  /** Where to come back to: this page's own path and query. */
  back: string;
  locale: "en" | "fr";
  theme: Theme | undefined;
  words: { print?: ReactNode; language: string; theme: string; auto: ReactNode; light: ReactNode; dark: ReactNode };
  children?: ReactNode;
};

/** Print, language, light or dark. The choices are forms to `/preferences`, which keeps them in a cookie. */
export function Tools({ back, locale, theme, words, children }: Props) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
      {children}
      {words.print && <PrintButton>{words.print}</PrintButton>}
      <Choices
        label={words.language}
        back={back}
        choices={[
          { name: "locale", value: "en", label: "EN", lang: "en", current: locale === "en" },
          { name: "locale", value: "fr", label: "FR", lang: "fr", current: locale === "fr" },
        ]}
      />
      <Choices
        label={words.theme}
        back={back}
        choices={[
          { name: "theme", value: "auto", label: words.auto, current: theme === undefined },
          { name: "theme", value: "light", label: words.light, current: theme === "light" },
          { name: "theme", value: "dark", label: words.dark, current: theme === "dark" },
        ]}
      />
    </div>
  );
}

function Choices({ label, back, choices }: { label: string; back: string; choices: readonly Choice[] }) {
  return (
    <form method="post" action="/preferences" aria-label={label} className="flex items-baseline gap-2.5">
      <input type="hidden" name="back" value={back} />
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="submit"
          name={choice.name}
          value={choice.value}
          lang={choice.lang}
          aria-pressed={choice.current}
          className="touch hover:text-ink hover:underline aria-pressed:font-medium aria-pressed:text-ink"
        >
          {choice.label}
        </button>
      ))}
    </form>
  );
}
