import enAuth from "@/messages/en/auth.json";
import enBroken from "@/messages/en/broken.json";
import enComponents from "@/messages/en/components.json";
import enErrors from "@/messages/en/errors.json";
import enSettings from "@/messages/en/settings.json";
import enShell from "@/messages/en/shell.json";
import enUi from "@/messages/en/ui.json";
import frAuth from "@/messages/fr/auth.json";
import frBroken from "@/messages/fr/broken.json";
import frComponents from "@/messages/fr/components.json";
import frErrors from "@/messages/fr/errors.json";
import frSettings from "@/messages/fr/settings.json";
import frShell from "@/messages/fr/shell.json";
import frUi from "@/messages/fr/ui.json";
import type { Locale } from "./locale";

/** One file per domain and language, each a namespace of its own name. A new file is listed here, in both languages. */
const en = {
  auth: enAuth,
  components: enComponents,
  broken: enBroken,
  errors: enErrors,
  settings: enSettings,
  shell: enShell,
  ui: enUi,
};
const fr: Messages = {
  auth: frAuth,
  components: frComponents,
  broken: frBroken,
  errors: frErrors,
  settings: frSettings,
  shell: frShell,
  ui: frUi,
};

export type Messages = typeof en;
export const messages: Record<Locale, Messages> = { en, fr };
