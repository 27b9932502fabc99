import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { TriangleGlyph } from "@/components/charts/triangle-glyph";
import { Whisker } from "@/components/charts/whisker";
import { Figure } from "@/components/ui/figure";
import { Hidden } from "@/components/ui/hidden";
import { Section } from "@/components/ui/section";
import { SegmentCell, SegmentGrid } from "@/components/ui/segment-grid";
import { Verdict } from "@/components/ui/verdict";
import { Why } from "@/components/ui/why";
import { type SampleSegment, segments, still, storeMoved } from "./samples";

/** Segments, triangles and figures with their doubt. */
export async function TriangleParts() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const names = { client: ui("triangle.client"), product: ui("triangle.product"), store: ui("triangle.store") };
  const percent = (share: number) => format.number(share, "percent");
  return (
    <>
      <Section id="segments" question={t("segments.question")} subtitle={t("segments.subtitle")}>
        <SegmentGrid>
          {segments.map((segment) => (
            <SegmentCell
              key={segment.key}
              name={t(`segments.${segment.key}`)}
              count={format.number(segment.people, "count")}
              glyph={<TriangleGlyph kind={segment.kind} edges={segment.edges} moved={null} />}
              verdict={segment.estimate && <Verdict kind={segment.kind}>{ui(`verdict.${segment.kind}`)}</Verdict>}
            >
              {segment.estimate ? (
                <Figure
                  value={percent(segment.estimate.value)}
                  interval={interval(segment.estimate)}
                  whisker={<Whisker {...segment.estimate} kind={segment.kind} />}
                />
              ) : (
                <p className="text-ink-soft text-small">{t("segments.unmeasured")}</p>
              )}
            </SegmentCell>
          ))}
          <SegmentCell name={t("segments.early")} glyph={<TriangleGlyph kind="unmeasured" edges={null} />}>
            <Hidden>{t("segments.hidden")}</Hidden>
          </SegmentCell>
        </SegmentGrid>
      </Section>
      <Section id="drawn" question={t("triangles.question")} subtitle={t("triangles.subtitle")}>
        <div className="flex flex-wrap items-end gap-x-10 gap-y-8">
          <TriangleGlyph kind="stopped" size="page" edges={storeMoved} names={names} label={t("triangles.label")} />
          <TriangleGlyph
            kind="drifting"
            size="page"
            edges={{ clientProduct: 0.78, clientStore: 1, productStore: 1.02 }}
            moved="clientProduct"
            names={names}
            label={t("triangles.product")}
          />
          <TriangleGlyph
            kind="early"
            size="page"
            edges={null}
            moved="product"
            names={names}
            label={t("triangles.unknown")}
          />
        </div>
        <ul className="mt-6 grid grid-cols-2 gap-6 sm:grid-cols-3 lg:grid-cols-6">
          <Named words={t("triangles.still")}>
            <TriangleGlyph kind="follow" size="card" edges={still} />
          </Named>
          <Named words={t("triangles.store")}>
            <TriangleGlyph kind="stopped" size="card" edges={storeMoved} />
          </Named>
          <Named words={t("triangles.product")}>
            <TriangleGlyph
              kind="drifting"
              size="card"
              edges={{ clientProduct: 0.8, clientStore: 1, productStore: 0.82 }}
            />
          </Named>
          <Named words={t("triangles.client")}>
            <TriangleGlyph
              kind="more"
              size="card"
              edges={{ clientProduct: 1.15, clientStore: 1.25, productStore: 1 }}
            />
          </Named>
          <Named words={t("triangles.gone")}>
            <TriangleGlyph kind="stopped" size="card" edges={{ clientProduct: 1, clientStore: 0, productStore: 0.9 }} />
          </Named>
          <Named words={t("triangles.unknown")}>
            <TriangleGlyph kind="unmeasured" size="card" edges={null} moved="product" />
          </Named>
        </ul>
      </Section>
      <Section question={t("whiskers.question")} subtitle={t("whiskers.subtitle")}>
        <div className="grid gap-8 sm:grid-cols-2 lg:grid-cols-4">
          {segments.slice(0, 3).map((segment) => (
            <Figure
              key={segment.key}
              label={t(`segments.${segment.key}`)}
              kind={segment.kind}
              value={percent(segment.estimate?.value ?? 0)}
              interval={segment.estimate && interval(segment.estimate)}
              n={t("segments.people", { count: format.number(segment.people, "count") })}
              whisker={segment.estimate && <Whisker {...segment.estimate} kind={segment.kind} />}
              why={<Why label={ui("why")}>{t("whiskers.whyText")}</Why>}
            />
          ))}
          <Figure
            label={t("whiskers.wide")}
            value={percent(0.92)}
            interval={interval({ low: 0.4, high: 1.9 })}
            n={t("segments.people", { count: 31 })}
            whisker={
              <Whisker value={0.92} low={0.4} high={1.9} kind="early" label={interval({ low: 0.4, high: 1.9 })} />
            }
          />
        </div>
      </Section>
    </>
  );

  function interval({ low, high }: Pick<NonNullable<SampleSegment["estimate"]>, "low" | "high">): string {
    return ui("interval", { low: format.number(low * 100, "count"), high: format.number(high * 100, "count") });
  }
}

function Named({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li className="text-ink-soft text-small">
      <div className="mb-2">{children}</div>
      {words}
    </li>
  );
}
