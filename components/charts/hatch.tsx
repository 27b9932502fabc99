/** The ground of what is not due, hidden or unknown; `id` must be unique on the page (useId). */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" className="fill-paper" />
      <line x1="0.5" x2="0.5" y1="0" y2="5" strokeWidth="1.1" className="stroke-unknown" />
    </pattern>
  );
}
