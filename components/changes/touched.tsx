import { Outlook } from "./outlook";
import type { TouchWords } from "./touch-words";

/** How many, how much, who: what a scope touches. */
export function Touched(words: TouchWords) {
  if (words.state === "said") return <p className="text-ink-soft text-small">{words.said}</p>;
  return (
    <div className="grid gap-4">
      <p>
        <span className="block font-serif text-ink text-title">{words.customers}</span>
        <span className="block text-ink-soft text-small">{words.customersLabel}</span>
        {words.share && <span className="block text-ink-faint text-small">{words.share}</span>}
      </p>
      <p>
        <span className="block font-medium text-figure text-ink">{words.revenue}</span>
        <span className="block text-ink-soft text-small">{words.revenueLabel}</span>
      </p>
      {words.segments.length > 0 && (
        <div>
          <h3 className="mb-1 font-medium text-ink text-small">{words.segmentsLabel}</h3>
          <ul className="grid gap-1.5 text-small">
            {words.segments.map((one) => (
              <li key={one.key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
                <span className="text-ink-soft">{one.label}</span>
                <span className="text-ink">{one.count}</span>
                {one.note && <span className="col-span-2 text-ink-faint text-tiny">{one.note}</span>}
                <svg width="100%" height="4" aria-hidden="true" className="col-span-2">
                  <rect width="100%" height="4" className="fill-sunk" />
                  <rect width={`${one.share * 100}%`} height="4" className="fill-ink-faint" />
                </svg>
              </li>
            ))}
          </ul>
        </div>
      )}
      {words.warnings.map((warning) => (
        <p key={warning} className="border-drifting border-l-[3px] pl-3 text-ink text-small">
          {warning}
        </p>
      ))}
      {words.outlook && <Outlook {...words.outlook} />}
      <p className="text-ink-faint text-tiny">{words.definition}</p>
    </div>
  );
}
