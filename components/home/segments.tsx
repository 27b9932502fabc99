import { getTranslations } from "next-intl/server";
import { TriangleGlyph } from "@/components/charts/triangle-glyph";
import { Whisker } from "@/components/charts/whisker";
import { type Figures, getFigures } from "@/components/following/figures";
import { segmentName } from "@/components/following/segment-name";
import { verdictOf } from "@/components/following/verdict-of";
import { Hidden } from "@/components/ui/hidden";
import { Section } from "@/components/ui/section";
import { SegmentCell, SegmentGrid } from "@/components/ui/segment-grid";
import { Verdict } from "@/components/ui/verdict";
import { Why } from "@/components/ui/why";
import type { PartsOf, Rate } from "@/server/following/schema";

/** One of the nine segments tonight, under the change that costs it most. */
export type SegmentTonight = {
  segment: string;
  /** Null = hidden. */
  n: number | null;
  measured: boolean;
  /** The source is a sample of lines. */
  sampled?: boolean;
  worst: { changeId: number; title: string; rate: Rate; verdict: PartsOf<"verdict"> | null } | null;
};

type Props = {
  segments: readonly SegmentTonight[];
  changeHref: (id: number) => string;
  currency: string;
  minGroup: number;
};

/** The nine segments, each in its place whether it is measured or not. */
export async function Segments({ segments, changeHref, currency, minGroup }: Props) {
  const [t, figures] = await Promise.all([getTranslations("home"), getFigures(currency)]);
  return (
    <Section question={t("segments.question")} subtitle={t("segments.subtitle")}>
      <SegmentGrid>
        {segments.map((one) => (
          <Tile key={one.segment} one={one} href={changeHref} figures={figures} minGroup={minGroup} />
        ))}
      </SegmentGrid>
    </Section>
  );
}

type TileProps = { one: SegmentTonight; href: Props["changeHref"]; figures: Figures; minGroup: number };

async function Tile({ one, href, figures, minGroup }: TileProps) {
  const [t, ui, names] = await Promise.all([
    getTranslations("home"),
    getTranslations("ui"),
    getTranslations("changes"),
  ]);
  const { worst } = one;
  const kind = worst ? verdictOf(worst.verdict) : "unmeasured";
  return (
    <SegmentCell
      name={segmentName(one.segment, names)}
      count={<Count one={one} figures={figures} hidden={names("touch.hidden")} />}
      glyph={<TriangleGlyph kind={kind} edges={null} moved={null} />}
      {...(worst && {
        href: href(worst.changeId),
        verdict: (
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <Verdict kind={kind}>{ui(`verdict.${kind}`)}</Verdict>
            <div className="has-[details[open]]:basis-full print:hidden">
              <Why label={ui("why")}>
                <TileWhy worst={worst} figures={figures} />
              </Why>
            </div>
          </div>
        ),
      })}
    >
      {worst?.rate.shown ? (
        <>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium text-figure text-ink tracking-tight">{figures.percent(worst.rate.ratio)}</span>
            <span className="text-ink-soft text-small">
              {worst.rate.band.upper !== null &&
                ui("interval", {
                  low: figures.limit(worst.rate.band.lower),
                  high: figures.limit(worst.rate.band.upper),
                })}
            </span>
          </p>
          <Whisker
            kind={kind}
            value={worst.rate.ratio}
            low={worst.rate.band.lower}
            high={worst.rate.band.upper ?? worst.rate.ratio}
          />
        </>
      ) : (
        <p className="mt-1 text-ink-soft text-small">{stillness(one, t, minGroup)}</p>
      )}
    </SegmentCell>
  );
}

/** What cannot be measured has no number: 0 would be a good score. */
function Count({
  one: { n, sampled, measured },
  figures,
  hidden,
}: {
  one: SegmentTonight;
  figures: Figures;
  hidden: string;
}) {
  if (n === null) return <Hidden>{hidden}</Hidden>;
  return sampled && !measured ? "–" : figures.count(n);
}

type WhyProps = { worst: NonNullable<SegmentTonight["worst"]>; figures: Figures };

async function TileWhy({ worst, figures }: WhyProps) {
  const [t, words] = await Promise.all([getTranslations("home"), getTranslations("following")]);
  return (
    <>
      {t("segments.under", { title: worst.title })}.{" "}
      {words("kpi.n", { exposed: figures.count(worst.rate.exposed), twins: figures.count(worst.rate.twins) })}.
    </>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"home">>>;

/** Why there is no rate. */
function stillness({ n, measured, sampled, worst }: SegmentTonight, t: Words, minGroup: number): string {
  if (!measured && sampled) return t("segments.sampled");
  if (!measured) return t("segments.unmeasured");
  if (worst) return t("segments.few");
  if (n === null) return t("segments.hidden", { threshold: minGroup });
  return n === 0 ? t("segments.empty") : t("segments.none");
}
