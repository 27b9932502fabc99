/** The triptych: today's triangle, its baseline dashed behind it. */
export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" className={className} fill="none">
      <path d="M12.5 3.2 21.6 19.4H3.4Z" className="stroke-ink-faint" strokeWidth="1" strokeDasharray="1.6 1.6" />
      <path
        d="M9.6 5 21.6 19.4H3.4Z"
        className="fill-accent-wash stroke-accent"
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
    </svg>
  );
}
