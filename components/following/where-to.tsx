import { getTranslations } from "next-intl/server";
import { StatesBar } from "@/components/charts/states-bar";
import { Section } from "@/components/ui/section";
import { getFigures } from "./figures";
import type { FollowingRead } from "./shapes";

type PlaceShown = NonNullable<FollowingRead["where"]>["places"][number];
type Place = PlaceShown["of"][number];

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
  const together = places.find((one) => one.place === "together");
  const twinsCame = places.filter((one) => one.of.every(came)).reduce((sum, one) => sum + one.twinShare, 0);
  /** Twins came to no scope: all who came stand beside the first place of those who came. */
  const first = places.find((one) => one.of.every(came));
  const twinsBeside = (one: PlaceShown) => {
    if (one === first) return twinsCame;
    return one.of.every(came) ? 0 : one.twinShare;
  };
  const nameOf = (place: Place) =>
    place === "not_due" && read.how.sampled ? t("sampled.notSeen") : t(`where.${place}`);
  const label = (one: PlaceShown) =>
    one.place === "together" ? t("where.together", { places: figures.list(one.of.map(nameOf)) }) : nameOf(one.place);
  const twinsLabel = (state: { kind: string; twins: number }) => {
    if (state.twins === 0 && state.kind === "switched") return "";
    return t(state.kind === "followed" || state.kind === "switched" ? "where.amongCame" : "where.among", {
      share: figures.percent(state.twins),
    });
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
          kind: kindOf(one),
          label: label(one),
          value: figures.percent(one.share),
          share: one.share,
          twins: twinsBeside(one),
        }))}
        names={{
          exposed: t("where.exposed", { count: figures.count(where.n) }),
          twins: t("where.twinsName", { count: figures.count(where.twins) }),
        }}
        twinsLabel={(state) => twinsLabel(state)}
        words={{
          title: t("where.title"),
          description: together
            ? places.map((one) => `${label(one)}: ${figures.percent(one.share)}`).join("; ")
            : t("where.description", {
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
              cells: [label(one), figures.percent(one.share), figures.percent(one.twinShare)],
            })),
          },
        }}
      />
    </Section>
  );
}

function came(place: Place): boolean {
  return place === "followed" || switched.includes(place);
}

/** What is told together is hatched as what is not known, unless all of it came. */
function kindOf({ of }: PlaceShown): "followed" | "switched" | "silent" | "notDue" {
  const [only, ...others] = of;
  if (others.length === 0 && (only === "followed" || only === "silent")) return only;
  return of.every(came) ? "switched" : "notDue";
}
