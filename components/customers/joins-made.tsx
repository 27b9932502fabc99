import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getFigures } from "@/components/following/figures";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { Empty } from "@/components/ui/empty";
import { Table } from "@/components/ui/table";
import type { ShownJoin } from "@/server/customers/schema";
import type { Outcome } from "@/server/trpc/outcome";
import { reasonOf } from "./join-proposal";

type Props = {
  joins: readonly (ShownJoin & { decide: (outcome: Outcome, form: FormData) => Promise<Outcome> })[];
  personHref: (id: number) => string;
  currency: string;
  tz: string;
};

/** Joins that were decided, the latest first; one that stands can be undone. */
export async function JoinsMade({ joins, personHref, currency, tz }: Props) {
  const [t, ui, all, figures] = await Promise.all([
    getTranslations("customers.joins"),
    getTranslations("ui"),
    getTranslations("customers"),
    getFigures(currency),
  ]);
  const named = (end: ShownJoin["from"]) => end.reference ?? all("join.number", { id: String(end.id) });
  const reasons = await Promise.all(joins.map((join) => reasonOf(join.reason)));
  return (
    <Table
      caption={t("madeCaption")}
      empty={<Empty title={t("madeNone")} />}
      columns={[
        { key: "who", label: t("who") },
        { key: "state", label: t("state") },
        { key: "on", label: t("on") },
        { key: "speaks", label: t("speaks") },
        { key: "moved", label: t("moved"), numeric: true },
        { key: "act", label: t("act") },
      ]}
      rows={joins.map((join, place) => ({
        key: String(join.id),
        cells: [
          <Link key="who" href={personHref(join.into.id)} className="touch link">
            {t("into", { from: named(join.from), into: named(join.into) })}
          </Link>,
          t(`states.${join.state as "joined"}`),
          join.decidedAt ? figures.moment(join.decidedAt, tz) : "",
          reasons[place],
          join.moved ? figures.count(Object.values(join.moved).reduce((sum, n) => sum + n, 0)) : "",
          join.state === "joined" && (
            <ActionForm key="act" action={join.decide} label={`${t("part")}: ${named(join.from)}`}>
              <input type="hidden" name="press" value="part" />
              <GraveSubmit question={t("partAsk")} words={{ yes: t("partYes"), no: ui("goBack") }}>
                {t("part")}
              </GraveSubmit>
            </ActionForm>
          ),
        ],
      }))}
    />
  );
}
