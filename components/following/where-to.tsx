import { getTranslations } from "next-intl/server";
import { StatesBar } from "@/components/charts/states-bar";
import { Section } from "@/components/ui/section";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";

const switched: readonly string[] = ["product", "store", "channel", "hours"];

/**
 * Everybody concerned in one place. Twins were never in the scope: beside them stands how many came at all, were silent or
 * are not due. Places where nobody is take no room.
 */
export async function WhereTo({ read, currency }: { read: FollowingRead; currency: string }) {
  const [t, ui, figures] = await Promise.all([
    getTranslations("following"),
    getTranslations("ui"),
    getFigures(currency),
  ]);
  const { where } = read;
  if (!where || where.n === 0) return null;
  const places = where.places.filter((one) => one.count > 0 || one.twinShare > 0.0005);
  const shareOf = (names: readonly string[], of: "share" | "twinShare") =>
    figures.percent(places.filter((one) => names.includes(one.place)).reduce((sum, one) => sum + one[of], 0));
  const twinsCame = where.places
    .filter((one) => one.place === "followed" || switched.includes(one.place))
    .reduce((sum, one) => sum + one.twinShare, 0);
  const label = (place: (typeof places)[number]["place"]) =>
    place === "not_due" && read.how.sampled ? t("sampled.notSeen") : t(`where.${place}`);
  const twinsLabel = (state: { kind: string; twins: number }) => {
    if (state.kind === "switched") return "";
    return t(state.kind === "followed" ? "where.amongCame" : "where.among", { share: figures.percent(state.twins) });
  };
  return (
    <Section
      question={t("where.question")}
      subtitle={t(where.stretch.kind === "round" ? "where.subtitleRound" : "where.subtitleSoFar", {
        days: where.stretch.kind === "round" ? read.how.roundDays : where.stretch.days,
      })}
    >
      <StatesBar
        states={places.map((one) => ({
          key: one.place,
          kind: kindOf(one.place),
          label: label(one.place),
          value: figures.percent(one.share),
          share: one.share,
          twins: one.place === "followed" ? twinsCame : switched.includes(one.place) ? 0 : one.twinShare,
        }))}
        names={{
          exposed: t("where.exposed", { count: figures.count(where.n) }),
          twins: t("where.twinsName", { count: figures.count(where.twins) }),
        }}
        twinsLabel={(state) => twinsLabel(state)}
        words={{
          title: t("where.title"),
          description: t("where.description", {
            followed: shareOf(["followed"], "share"),
            switched: shareOf(switched, "share"),
            silent: shareOf(["silent"], "share"),
            twinsSilent: shareOf(["silent"], "twinShare"),
            notDue: shareOf(["not_due"], "share"),
          }),
          table: {
            summary: ui("table"),
            columns: [
              { key: "state", label: t("where.state") },
              { key: "share", label: t("where.share"), numeric: true },
              { key: "twins", label: t("where.twinShare"), numeric: true },
            ],
            rows: places.map((one) => ({
              key: one.place,
              cells: [label(one.place), figures.percent(one.share), figures.percent(one.twinShare)],
            })),
          },
        }}
      />
    </Section>
  );
}

function kindOf(place: string): "followed" | "switched" | "silent" | "notDue" {
  if (place === "followed" || place === "silent") return place;
  return place === "not_due" ? "notDue" : "switched";
}
