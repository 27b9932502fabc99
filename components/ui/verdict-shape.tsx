import { type VerdictKind, verdictTone } from "./verdict-kind";

/** The mark of a verdict around the origin, about 11 units wide; for use inside a drawing. */
export function VerdictMark({ kind }: { kind: VerdictKind }) {
  const { fill, stroke } = verdictTone[kind];
  switch (kind) {
    case "follow":
      return <circle r="4.8" className={fill} />;
    case "drifting":
      return <path d="M0-5.4 5.7 4.6H-5.7Z" className={fill} />;
    case "stopped":
      return <rect x="-4.5" y="-4.5" width="9" height="9" className={fill} />;
    case "more":
      return <path d="M0-6 6 0 0 6-6 0Z" className={fill} />;
    case "early":
      return <circle r="4.5" className={`fill-paper ${stroke}`} strokeWidth="1.6" strokeDasharray="2.1 1.43" />;
    case "unmeasured":
      return (
        <g className={`fill-paper ${stroke}`} strokeWidth="1.1">
          <circle r="4.7" />
          <path d="M-4.5 1.2 1.2-4.5M-3.3 3.3 3.3-3.3M-1.2 4.5 4.5-1.2" />
        </g>
      );
  }
}

/** The mark beside a word. The word says what it means, so the mark itself is silent. */
export function VerdictShape({ kind, className = "size-3" }: { kind: VerdictKind; className?: string }) {
  return (
    <svg viewBox="-7 -7 14 14" aria-hidden="true" focusable="false" className={`inline-block shrink-0 ${className}`}>
      <VerdictMark kind={kind} />
    </svg>
  );
}
