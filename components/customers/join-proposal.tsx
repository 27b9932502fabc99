import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { SubmitButton } from "@/components/form/submit-button";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { ShownJoin } from "@/server/customers/schema";
import type { Side } from "@/server/customers/shown";
import type { Outcome } from "@/server/trpc/outcome";
import { knownBriefly } from "./person-name";

type Props = {
  join: ShownJoin;
  /** Null for those who may not see people. */
  sides: { into: Side; from: Side } | null;
  personHref: (id: number) => string;
  decide: (outcome: Outcome, form: FormData) => Promise<Outcome>;
  currency: string;
  tz: string;
};

/** Two customers who may be one person: what speaks for it, both side by side, and the two answers. */
export async function JoinProposal({ join, sides, personHref, decide, currency, tz }: Props) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("customers.joins"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const [one, other] = [String(join.into.id), String(join.from.id)];
  return (
    <Section
      level={3}
      question={await reasonOf(join.reason)}
      subtitle={t("proposedOn", { day: figures.moment(join.proposedAt, tz) })}
      className="border-hairline border-t pt-6"
    >
      {sides ? (
        <Sides sides={sides} personHref={personHref} currency={currency} />
      ) : (
        <p className="text-ink-soft text-small">{t("masked")}</p>
      )}
      <ActionForm action={decide} label={t("sidesCaption", { one, other })} className="mt-4 flex flex-wrap gap-3">
        <GraveSubmit question={t("ask", { one, other })} words={{ yes: t("yes"), no: ui("goBack") }}>
          {t("join")}
        </GraveSubmit>
        <SubmitButton look="plain" name="press" value="decline">
          {t("decline")}
        </SubmitButton>
      </ActionForm>
    </Section>
  );
}

const reasons = ["email", "card", "phone", "web", "reference", "by_hand"] as const;

/** What speaks for a join, in words; a reason without words stands as it was written down. */
export async function reasonOf(reason: string): Promise<string> {
  const t = await getTranslations("customers.joins");
  const known = reasons.find((one) => one === reason);
  return known ? t(`reason.${known}`) : reason;
}

type SidesProps = { sides: { into: Side; from: Side }; personHref: Props["personHref"]; currency: string };

async function Sides({ sides, personHref, currency }: SidesProps) {
  const [t, all, kinds, figures] = await Promise.all([
    getTranslations("customers.joins"),
    getTranslations("customers"),
    getTranslations("customers.identity"),
    getFigures(currency),
  ]);
  const rows: [Parameters<typeof t>[0] & `rows.${string}`, (side: Side) => string][] = [
    ["rows.area", (side) => side.homeArea ?? ""],
    ["rows.known", (side) => knownBriefly(side.attributes, all)],
    ["rows.identities", (side) => figures.list(side.kinds.map((kind) => kinds(kind)))],
    ["rows.sources", (side) => figures.list(side.sources)],
    ["rows.first", (side) => (side.firstDay ? figures.day(side.firstDay) : all("search.never"))],
    ["rows.last", (side) => (side.lastDay ? figures.day(side.lastDay) : all("search.never"))],
    ["rows.occasions", (side) => figures.count(side.occasions)],
    ["rows.amount", (side) => figures.exact(side.amountMinor)],
    ["rows.stores", (side) => figures.list(side.stores)],
  ];
  const { into, from } = sides;
  return (
    <Table
      caption={t("sidesCaption", { one: String(into.id), other: String(from.id) })}
      columns={[
        { key: "what", label: t("what") },
        { key: "into", label: `${named(into)} (${t("stays")})` },
        { key: "from", label: `${named(from)} (${t("moves")})` },
      ]}
      rows={[
        ...rows.map(([key, of]) => ({ key, cells: [t(key), of(into), of(from)] })),
        {
          key: "page",
          cells: [
            all("search.customer"),
            ...[into, from].map((side) => (
              <Link key={side.id} href={personHref(side.id)} className="touch link">
                {all("join.number", { id: String(side.id) })}
              </Link>
            )),
          ],
        },
      ]}
    />
  );

  function named(side: Side): string {
    return side.reference ?? all("join.number", { id: String(side.id) });
  }
}
