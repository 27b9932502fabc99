import type { formats } from "./formats";
import type { Locale } from "./locale";
import type { messages } from "./messages";

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: (typeof messages)["en"];
    Formats: typeof formats;
  }
}
