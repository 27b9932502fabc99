import { getTranslations } from "next-intl/server";
import { Table } from "@/components/ui/table";
import { Why } from "@/components/ui/why";
import type { Figures } from "./figures";
import type { FollowingRead } from "./shapes";

type Placebo = FollowingRead["how"]["placebos"][number];
type Words = Awaited<ReturnType<typeof getTranslations<"following.placebos">>>;

/** The changes that never were, followed like this one: how far people stand off their twins where nothing happened. */
export async function Placebos({ placebos, figures }: { placebos: readonly Placebo[]; figures: Figures }) {
  const t = await getTranslations("following.placebos");
  if (placebos.length === 0) return null;
  const rang = placebos.filter(({ downAlarmOn, upAlarmOn }) => downAlarmOn !== null || upAlarmOn !== null).length;
  return (
    <Why label={t("label", { count: placebos.length })}>
      <p className="mb-3">{t("text", { count: placebos.length, rang })}</p>
      <Table
        caption={t("label", { count: placebos.length })}
        columns={[
          { key: "what", label: t("what") },
          { key: "day", label: t("day") },
          { key: "people", label: t("people"), numeric: true },
          { key: "off", label: t("off"), numeric: true },
          { key: "alarm", label: t("alarm") },
        ]}
        rows={placebos.map((one, i) => ({
          key: String(i),
          cells: [
            one.kind === "earlier" ? t("earlier") : t("elsewhere", { names: figures.list(one.names) }),
            figures.day(one.day0),
            one.unmeasurable === null ? (one.exposed === null ? t("few") : figures.count(one.exposed)) : "–",
            one.b === null ? "–" : figures.calibration({ k: 1, m: one.b, tau: 0 }).m,
            outcome(one, t, figures),
          ],
        }))}
      />
    </Why>
  );
}

function outcome({ unmeasurable, downAlarmOn, upAlarmOn }: Placebo, t: Words, figures: Figures): string {
  if (unmeasurable === "another change") return t("another");
  if (unmeasurable === "missing days") return t("missing");
  if (unmeasurable !== null) return t("nothing");
  if (downAlarmOn !== null) return t("down", { day: figures.day(downAlarmOn) });
  return upAlarmOn !== null ? t("up", { day: figures.day(upAlarmOn) }) : t("none");
}
