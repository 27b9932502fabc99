/** The five meanings of colour, and grey in its two forms: not yet, and cannot be. */
export type VerdictKind = "follow" | "drifting" | "stopped" | "more" | "early" | "unmeasured";

export const verdictKinds: readonly VerdictKind[] = ["follow", "drifting", "stopped", "more", "early", "unmeasured"];

type Tone = { ink: string; fill: string; stroke: string; wash: string; ground: string };

const unknown: Tone = {
  ink: "text-unknown-ink",
  fill: "fill-unknown",
  stroke: "stroke-unknown",
  wash: "fill-unknown-wash",
  ground: "bg-unknown-wash",
};

/** Whole class names, so that the style sheet is built with them. */
export const verdictTone: Record<VerdictKind, Tone> = {
  follow: {
    ink: "text-follow-ink",
    fill: "fill-follow",
    stroke: "stroke-follow",
    wash: "fill-follow-wash",
    ground: "bg-follow-wash",
  },
  drifting: {
    ink: "text-drifting-ink",
    fill: "fill-drifting",
    stroke: "stroke-drifting",
    wash: "fill-drifting-wash",
    ground: "bg-drifting-wash",
  },
  stopped: {
    ink: "text-stopped-ink",
    fill: "fill-stopped",
    stroke: "stroke-stopped",
    wash: "fill-stopped-wash",
    ground: "bg-stopped-wash",
  },
  more: {
    ink: "text-more-ink",
    fill: "fill-more",
    stroke: "stroke-more",
    wash: "fill-more-wash",
    ground: "bg-more-wash",
  },
  early: unknown,
  unmeasured: unknown,
};
