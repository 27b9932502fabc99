import type { Step } from "./steps";

const words = {
  en: { title: "Triptych is setting the table", line: "The page opens by itself as soon as all is ready." },
  fr: { title: "Triptych met la table", line: "La page s'ouvrira d'elle-même dès que tout sera prêt." },
};

/** What a visitor sees who comes before the site is up; asks again every two seconds. */
export function startingPage(step: Step, locale: "en" | "fr"): string {
  const { title, line } = words[locale];
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2"><title>${title}</title><link rel="stylesheet" href="/starting.css"></head>
<body><main><h1>${title}</h1><p>${step.number}/${step.of} ${plain(step.name)}: ${plain(step.detail)}</p><p>${line}</p></main></body></html>
`;
}

export const startingStyle = `:root { color-scheme: light dark; font-family: Georgia, serif }
body { display: grid; min-height: 90vh; place-items: center; text-align: center }
h1 { font-weight: 400 }
p { font-family: system-ui, sans-serif; opacity: .8 }
`;

function plain(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
