import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  description: string;
  height: number;
  className?: string;
  /** `group` where there are links inside. */
  role?: "img" | "group";
  children: ReactNode;
};

/**
 * A drawing as wide as its place and `height` pixels high. There is no viewBox: x is given in percent and y in pixels, so that words
 * keep their size at every width. Shapes that must stretch sit in `Stretch`, marks in `At`.
 */
export function Drawing({ title, description, height, className = "", role = "img", children }: Props) {
  const id = useId();
  return (
    <svg
      role={role}
      aria-labelledby={`${id}t ${id}d`}
      width="100%"
      height={height}
      className={`block overflow-visible ${className}`}
    >
      <title id={`${id}t`}>{title}</title>
      <desc id={`${id}d`}>{description}</desc>
      {children}
    </svg>
  );
}

export const stretchWidth = 1000;

/** Its own x runs from 0 to 1000 over the whole width; y stays in pixels; strokes keep their width (class `fixed`). */
export function Stretch({ height, children }: { height: number; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      width="100%"
      height={height}
      viewBox={`0 0 ${stretchWidth} ${height}`}
      preserveAspectRatio="none"
      overflow="visible"
      fill="none"
    >
      {children}
    </svg>
  );
}

/** A place at `x` percent and `y` pixels; inside, pixels around the origin. */
export function At({ x, y, children }: { x: number; y: number; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: only a place inside a drawing, which has its title
    <svg x={`${x}%`} y={y} width="1" height="1" overflow="visible">
      {children}
    </svg>
  );
}
