import localFont from "next/font/local";

/**
 * Inter for evidence, Source Serif 4 (with its optical-size axis) for sentences. The Latin file is preloaded and covers English and
 * French; the extended one is fetched only where a name needs it (the @fontsource style sheets in the layout).
 */
const inter = localFont({
  src: "../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
  display: "swap",
});

const serif = localFont({
  src: "../../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2",
  weight: "200 900",
  variable: "--font-serif-text",
  display: "swap",
  adjustFontFallback: "Times New Roman",
});

const italic = localFont({
  src: "../../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-italic.woff2",
  weight: "200 900",
  style: "italic",
  variable: "--font-serif-italic",
  display: "swap",
  preload: false,
  adjustFontFallback: "Times New Roman",
});

export const fontClasses = `${inter.variable} ${serif.variable} ${italic.variable}`;
