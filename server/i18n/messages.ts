import enAlerts from "@/messages/en/alerts.json";
import enApi from "@/messages/en/api.json";
import enAuth from "@/messages/en/auth.json";
import enBroken from "@/messages/en/broken.json";
import enChanges from "@/messages/en/changes.json";
import enChurn from "@/messages/en/churn.json";
import enComponents from "@/messages/en/components.json";
import enCustomers from "@/messages/en/customers.json";
import enErrors from "@/messages/en/errors.json";
import enFollowing from "@/messages/en/following.json";
import enHome from "@/messages/en/home.json";
import enIngest from "@/messages/en/ingest.json";
import enQuality from "@/messages/en/quality.json";
import enReplay from "@/messages/en/replay.json";
import enRuns from "@/messages/en/runs.json";
import enSettings from "@/messages/en/settings.json";
import enShell from "@/messages/en/shell.json";
import enUi from "@/messages/en/ui.json";
import frAlerts from "@/messages/fr/alerts.json";
import frApi from "@/messages/fr/api.json";
import frAuth from "@/messages/fr/auth.json";
import frBroken from "@/messages/fr/broken.json";
import frChanges from "@/messages/fr/changes.json";
import frChurn from "@/messages/fr/churn.json";
import frComponents from "@/messages/fr/components.json";
import frCustomers from "@/messages/fr/customers.json";
import frErrors from "@/messages/fr/errors.json";
import frFollowing from "@/messages/fr/following.json";
import frHome from "@/messages/fr/home.json";
import frIngest from "@/messages/fr/ingest.json";
import frQuality from "@/messages/fr/quality.json";
import frReplay from "@/messages/fr/replay.json";
import frRuns from "@/messages/fr/runs.json";
import frSettings from "@/messages/fr/settings.json";
import frShell from "@/messages/fr/shell.json";
import frUi from "@/messages/fr/ui.json";
import type { Locale } from "./locale";

/** One file per domain and language, each a namespace of its own name. A new file is listed here, in both languages. */
const en = {
  replay: enReplay,
  home: enHome,
  ingest: enIngest,
  following: enFollowing,
  changes: enChanges,
  alerts: enAlerts,
  api: enApi,
  auth: enAuth,
  customers: enCustomers,
  churn: enChurn,
  components: enComponents,
  broken: enBroken,
  errors: enErrors,
  quality: enQuality,
  runs: enRuns,
  settings: enSettings,
  shell: enShell,
  ui: enUi,
};
const fr: Messages = {
  replay: frReplay,
  home: frHome,
  ingest: frIngest,
  following: frFollowing,
  changes: frChanges,
  alerts: frAlerts,
  api: frApi,
  auth: frAuth,
  customers: frCustomers,
  churn: frChurn,
  components: frComponents,
  broken: frBroken,
  errors: frErrors,
  quality: frQuality,
  runs: frRuns,
  settings: frSettings,
  shell: frShell,
  ui: frUi,
};

export type Messages = typeof en;
export const messages: Record<Locale, Messages> = { en, fr };
