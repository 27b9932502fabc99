import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { Definition } from "@/components/ui/definition";
import { Section } from "@/components/ui/section";
import type { PersonPage } from "@/server/customers/shown";
import { knownOf } from "./person-name";

type Props = { person: PersonPage; joinsHref: string };

/** What is known of a person beside their line: attributes, consent, by what they are recognised, who was joined into them. */
export async function PersonFacts({ person, joinsHref }: Props) {
  const [t, all, names] = await Promise.all([
    getTranslations("customers.facts"),
    getTranslations("customers"),
    getTranslations("changes"),
  ]);
  const known = [
    ...(person.rhythm
      ? [{ key: "segment", term: t("segment"), detail: segmentName(person.rhythm.segment, names) }]
      : []),
    ...(person.homeArea ? [{ key: "area", term: t("area"), detail: person.homeArea }] : []),
    ...knownOf(person.attributes, all).map(({ name, value }) => ({
      key: `of ${name}`,
      term: name,
      detail: value,
    })),
  ];
  return (
    <div className="grid content-start gap-y-10">
      <Section question={t("question")}>
        {known.length > 0 ? <Definition items={known} /> : <p className="text-ink-soft text-small">{t("nothing")}</p>}
      </Section>
      <Consent person={person} />
      <Identities person={person} />
      {person.joined.length > 0 && <Joined person={person} href={joinsHref} />}
    </div>
  );
}

const channels = ["email", "phone", "sms", "post", "app"] as const;

async function Consent({ person }: { person: PersonPage }) {
  const [t, figures] = await Promise.all([getTranslations("customers.facts"), getFigures(person.currency)]);
  const told = channels.flatMap((channel) => {
    const one = person.consent[channel];
    if (!one) return [];
    const state = t(`state.${one.state}`);
    const detail = one.on ? t("stateOn", { state, day: figures.day(one.on) }) : state;
    return [{ key: channel, term: t(`channel.${channel}`), detail }];
  });
  return (
    <Section question={t("consent")}>
      {told.length > 0 ? <Definition items={told} /> : <p className="text-ink-soft text-small">{t("noConsent")}</p>}
    </Section>
  );
}

async function Identities({ person }: { person: PersonPage }) {
  const [t, kinds, figures] = await Promise.all([
    getTranslations("customers.facts"),
    getTranslations("customers.identity"),
    getFigures(person.currency),
  ]);
  return (
    <Section question={t("identities")}>
      <ul className="text-small">
        {person.identities.map((one) => (
          <li key={`${one.kind} ${one.source}`} className="border-hairline border-b py-2 first:pt-0">
            {t("identity", { kind: kinds(one.kind), n: one.n, source: one.source })}
            <span className="block text-ink-faint">
              {[
                one.firstSeen && t("identitySince", { day: figures.day(one.firstSeen) }),
                one.verified && t("verified"),
                !one.registered && t("unregistered"),
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-ink-faint text-tiny">
        {person.identities.length > 0 ? t("identitiesNote") : t("noIdentity")}
      </p>
    </Section>
  );
}

async function Joined({ person, href }: { person: PersonPage; href: string }) {
  const [t, figures] = await Promise.all([getTranslations("customers.facts"), getFigures(person.currency)]);
  return (
    <Section question={t("joined")}>
      <ul className="text-small">
        {person.joined.map(({ joinId, customerId, joinedOn }) => (
          <li key={joinId} className="border-hairline border-b py-2 first:pt-0">
            {person.mayJoin ? (
              <Link href={href} className="touch link">
                {t("joinedOne", { id: String(customerId) })}
              </Link>
            ) : (
              t("joinedOne", { id: String(customerId) })
            )}
            {joinedOn && <span className="text-ink-faint"> {t("joinedOn", { day: figures.day(joinedOn) })}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
