import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type Figures, getFigures } from "@/components/following/figures";
import { reasonOf } from "@/components/following/reason";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { ReplayShown } from "@/server/following/shown";
import { leadInWords } from "./lead-in-words";

type Latest = NonNullable<ReplayShown["latest"]>;
type Row = Latest["result"]["changes"][number];
type Words = Awaited<ReturnType<typeof getTranslations<"replay">>>;
type Props = { latest: Latest; changeHref: (id: number) => string; tz: string; currency: string };

const columns = ["change", "day0", "alarm", "nps", "z", "lead"] as const;

/** What a replay found: change by change, then the placebo changes, then who was left out. */
export async function Replayed({ latest, changeHref, tz, currency }: Props) {
  const [t, following, figures] = await Promise.all([
    getTranslations("replay"),
    getTranslations("following"),
    getFigures(currency),
  ]);
  const { changes, left, placebos } = latest.result;
  const spoke = (of: (row: Row) => string | null) => changes.filter((row) => of(row) !== null).length;
  const span = {
    from: figures.day(latest.from),
    to: figures.day(latest.to),
    at: figures.moment(latest.at, tz),
  };
  const counts = {
    alarms: spoke((row) => row.alarmOn),
    nps: spoke((row) => row.npsOn),
    z: spoke((row) => row.zOn),
    changes: changes.length,
  };
  return (
    <Section question={t("found")} subtitle={t("summary", counts)} aside={t("span", span)}>
      <Table
        caption={t("caption")}
        columns={columns.map((key) => ({ key, label: t(key) }))}
        rows={changes.map((row) => ({
          key: String(row.id),
          cells: [
            <Link key="change" href={changeHref(row.id)} className="underline underline-offset-2">
              {row.title}
            </Link>,
            figures.day(row.day0),
            alarmInWords(row, t, figures),
            row.npsOn ? figures.day(row.npsOn) : t("silent"),
            row.zOn ? figures.day(row.zOn) : t("silent"),
            leadInWords(row, t),
          ],
        }))}
      />
      <p className="mt-4 max-w-[46rem] text-ink-soft text-small">
        {placebos.k > 0 ? t("placebos", placebos) : t("noPlacebos")}
      </p>
      <p className="mt-2 max-w-[46rem] text-ink-faint text-small">{t("how")}</p>
      {left.length > 0 && (
        <>
          <h3 className="mt-6 font-semibold text-small">{t("left")}</h3>
          <ul className="mt-1 grid gap-1 text-ink-soft text-small">
            {left.map(({ id, title, why }) => (
              <li key={id}>
                {t("leftNote", {
                  title,
                  why:
                    why === "not followed"
                      ? t("notFollowed")
                      : reasonOf({ reason: why, params: {} }, { round: 0, t: following, figures }),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function alarmInWords({ alarmOn, upOn, calibrated }: Row, t: Words, figures: Figures): string {
  if (alarmOn) return calibrated ? figures.day(alarmOn) : t("uncalibrated", { day: figures.day(alarmOn) });
  return upOn ? t("more", { day: figures.day(upOn) }) : t("silent");
}
