import { isDeepStrictEqual } from "node:util";
import type { Consent, ContactChannel } from "@/db/schema/customers";

/** What a customer's own row says of the person. */
export interface PersonTraits {
  reference: string | null;
  homeArea: string | null;
  attributes: Record<string, unknown>;
  consent: Consent;
}

const channels: readonly ContactChannel[] = ["email", "phone", "sms", "post", "app"];

/** `into` with what it lacks and `from` has. An opposition wins over whatever the other says. */
export function fillPerson(into: PersonTraits, from: PersonTraits): PersonTraits {
  return {
    reference: into.reference ?? from.reference,
    homeArea: into.homeArea ?? from.homeArea,
    attributes: { ...from.attributes, ...into.attributes },
    consent: perChannel((channel) => {
      const [own, other] = [into.consent[channel], from.consent[channel]];
      return other?.state === "opposed" && own?.state !== "opposed" ? other : (own ?? other);
    }),
  };
}

/**
 * Takes back what `fillPerson(into, from)` gave, as far as it still stands in `now`: what an import said since stays.
 * @param now the joined person today; `into` and `from` as they were before the join
 */
export function unfillPerson(now: PersonTraits, into: PersonTraits, from: PersonTraits): PersonTraits {
  const given = fillPerson(into, from);
  const back = <T>(value: T, was: T, before: T): T => (isDeepStrictEqual(value, was) ? before : value);
  const attributes = Object.entries(now.attributes).filter(
    ([name, value]) =>
      name in into.attributes || !(name in given.attributes && isDeepStrictEqual(value, given.attributes[name])),
  );
  return {
    reference: back(now.reference, given.reference, into.reference),
    homeArea: back(now.homeArea, given.homeArea, into.homeArea),
    attributes: Object.fromEntries(attributes),
    consent: perChannel((channel) => back(now.consent[channel], given.consent[channel], into.consent[channel])),
  };
}

/** `from` as it goes back on its own: as it was, and opposed to what the joined person was found opposed to since. */
export function partedPerson(now: PersonTraits, into: PersonTraits, from: PersonTraits): PersonTraits {
  const given = fillPerson(into, from);
  const consent = perChannel((channel) => {
    const since = now.consent[channel];
    return since?.state === "opposed" && given.consent[channel]?.state !== "opposed" ? since : from.consent[channel];
  });
  return { ...from, consent };
}

function perChannel(of: (channel: ContactChannel) => Consent[ContactChannel]): Consent {
  return Object.fromEntries(
    channels.flatMap((channel) => {
      const said = of(channel);
      return said ? [[channel, said]] : [];
    }),
  );
}
