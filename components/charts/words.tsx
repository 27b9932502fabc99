import type { ReactNode } from "react";

type Props = {
  x: string | number;
  y: number;
  anchor?: "start" | "middle" | "end";
  size?: number;
  className?: string;
  children: ReactNode;
};

/** Words on a drawing, with a rim of paper so that no line runs through them. */
export function Words({ x, y, anchor = "start", size = 12, className = "fill-ink", children }: Props) {
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fontSize={size}
      paintOrder="stroke"
      strokeWidth="4"
      strokeLinejoin="round"
      className={`stroke-paper ${className}`}
    >
      {children}
    </text>
  );
}
