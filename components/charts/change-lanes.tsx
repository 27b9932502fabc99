import { verdictTone } from "@/components/ui/verdict-kind";
import { VerdictMark } from "@/components/ui/verdict-shape";
import type { ChangeMark } from "./change-mark";
import { At } from "./drawing";
import type { PlacedMark } from "./prepare/lanes";
import { Words } from "./words";

type Lane = { key: string; label: string; y: number; marks: readonly PlacedMark[] };
type Props = {
  lanes: readonly Lane[];
  marks: readonly ChangeMark[];
  /** Names beside the marks, where there is room; else only the marks. */
  labels: boolean;
  rowHeight: number;
  /** From the top of a lane to its line. */
  head: number;
  /** Where the lines that lead up end; null where there is no curve. */
  leadTo: number | null;
};

/** One lane per vertex or kind; a mark in its verdict's shape, its name beside or under it. */
export function ChangeLanes({ lanes, marks, labels, rowHeight, head, leadTo }: Props) {
  const of = new Map(marks.map((mark) => [mark.key, mark]));
  return lanes.map((lane) => {
    const line = lane.y + head;
    return (
      <g key={lane.key}>
        <line x1="0" x2="100%" y1={line} y2={line} className="stroke-hairline" strokeWidth="1" />
        <Words x={0} y={line - 9} size={11.5} className="fill-ink-faint">
          {lane.label}
        </Words>
        {lane.marks.map((placed) => {
          const mark = of.get(placed.key);
          if (mark === undefined) return null;
          const y = line + placed.markRow * rowHeight;
          return (
            <g key={placed.key}>
              {mark.leads && leadTo !== null && <Lead at={placed.at} from={y} to={leadTo} mark={mark} />}
              <Mark placed={placed} mark={mark} y={y} rowHeight={rowHeight} labels={labels} />
            </g>
          );
        })}
      </g>
    );
  });
}

function Lead({ at, from, to, mark }: { at: number; from: number; to: number; mark: ChangeMark }) {
  return (
    <line
      x1={`${at * 100}%`}
      x2={`${at * 100}%`}
      y1={from - 8}
      y2={to}
      strokeWidth="1.25"
      strokeDasharray="2 3"
      className={verdictTone[mark.kind].stroke}
    />
  );
}

type MarkProps = { placed: PlacedMark; mark: ChangeMark; y: number; rowHeight: number; labels: boolean };

function Mark({ placed, mark, y, rowHeight, labels }: MarkProps) {
  const right = placed.side === "right";
  const under = (placed.row - placed.markRow) * rowHeight;
  const indent = under > 0 ? -6 : 11;
  const name = (
    <>
      <rect x="-12" y="-12" width="24" height="24" className="fill-transparent" />
      {labels && under > rowHeight && <line y1="7" y2={under - 8} className="stroke-edge" strokeWidth="1" />}
      <VerdictMark kind={mark.kind} />
      {labels && (
        <Words
          x={right ? indent : -indent}
          y={4.5 + under - (under > 0 ? 3 : 0)}
          anchor={right ? "start" : "end"}
          size={12.5}
        >
          {mark.label}
        </Words>
      )}
    </>
  );
  return (
    <At x={placed.at * 100} y={y}>
      {mark.href && labels ? (
        <a href={mark.href} aria-label={`${mark.label}: ${mark.verdict}`} className="hover:underline">
          {name}
        </a>
      ) : (
        name
      )}
    </At>
  );
}
