import { dateReader } from "./date-format";
import { identityValue } from "./identity-value";

export const dateFormats = [
  "ISO",
  "D/M/YYYY H:mm",
  "D/M/YYYY H:mm:ss",
  "D/M/YYYY",
  "M/D/YYYY H:mm",
  "M/D/YYYY H:mm:ss",
  "M/D/YYYY",
  "M/D/YYYY h:mm A",
  "D.M.YYYY H:mm",
  "D.M.YYYY H:mm:ss",
  "D.M.YYYY",
  "D-M-YYYY H:mm",
  "D-M-YYYY",
  "YYYY/M/D H:mm",
  "YYYY/M/D H:mm:ss",
  "YYYY/M/D",
] as const;

const readers = dateFormats.map((format) => dateReader(format));
const yesOrNo = /^(?:1|0|true|false|yes|no|y|n|oui|non|o)$/i;
const isDate = (value: string) => readers.some((read) => read(value) !== null);
const isNumber = (value: string) => /^[-+]?[\d\s.,']*\d$/.test(value);
const upTo = (max: number) => (value: string) => /^\d{1,2}$/.test(value) && Number(value) <= max;
const isPhone = (value: string) => /^(?:\+|0)/.test(value) && (identityValue("phone", value)?.length ?? 0) >= 9;
const isConsent = (value: string) => yesOrNo.test(value) || /^(?:given|refused|opposed)$/i.test(value);

/** What values of a field look like; fields that may hold any text are not named. */
const shapes: Record<string, (value: string) => boolean> = {
  at: isDate,
  date: isDate,
  until: isDate,
  opened_on: isDate,
  closed_on: isDate,
  consent_on: isDate,
  start: isDate,
  end: isDate,
  quantity: isNumber,
  amount: isNumber,
  unit_price: isNumber,
  gain: isNumber,
  lat: isNumber,
  lon: isNumber,
  score: upTo(10),
  prejudices: upTo(4),
  attention: upTo(4),
  advice: upTo(4),
  time_value: upTo(4),
  email: (value) => identityValue("email", value) !== null,
  phone: isPhone,
  email_verified: (value) => yesOrNo.test(value),
  random: (value) => yesOrNo.test(value),
  merchandise: (value) => yesOrNo.test(value),
  in_stock: (value) => yesOrNo.test(value),
  resolved_first: (value) => yesOrNo.test(value),
  transferred: (value) => yesOrNo.test(value),
  consent_email: isConsent,
  consent_phone: isConsent,
  consent_sms: isConsent,
  consent_post: isConsent,
  consent_app: isConsent,
  zone: (value) => value.includes("/") && isZone(value),
};

/** The share of values that look like the field's, 0 to 1; null where any value may stand, or none is there. */
export function shareFitting(field: string, values: readonly string[]): number | null {
  const shape = shapes[field];
  if (!shape || values.length === 0) return null;
  return values.filter(shape).length / values.length;
}

/** The first value that does not look like the field's. */
export function firstMisfit(field: string, values: readonly string[]): string | undefined {
  const shape = shapes[field];
  return shape && values.find((value) => !shape(value));
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
