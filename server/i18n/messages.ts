import enAuth from "@/messages/en/auth.json";
import enComponents from "@/messages/en/components.json";
import enErrors from "@/messages/en/errors.json";
import enSettings from "@/messages/en/settings.json";
import enShell from "@/messages/en/shell.json";
import enUi from "@/messages/en/ui.json";
import frAuth from "@/messages/fr/auth.json";
import frComponents from "@/messages/fr/components.json";
import frErrors from "@/messages/fr/errors.json";
import frSettings from "@/messages/fr/settings.json";
import frShell from "@/messages/fr/shell.json";
import frUi from "@/messages/fr/ui.json";
import type { Locale } from "./locale";

/** One file per domain and language, each a namespace of its own name. A new file is listed here, in both languages. */
const en = { shell: enShell, settings: enSettings, errors: enErrors, auth: enAuth, components: enComponents, ui: enUi };
const fr: typeof en = {
  shell: frShell,
  settings: frSettings,
  errors: frErrors,
  auth: frAuth,
  components: frComponents,
  ui: frUi,
};

export const messages: Record<Locale, typeof en> = { en, fr };
