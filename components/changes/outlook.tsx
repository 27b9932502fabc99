import { Why } from "@/components/ui/why";
import type { OutlookWords } from "./touch-words";

/** What following a change would show, before it is made. */
export function Outlook({ title, warning, shows, advice, twinsTitle, twins, overlapsTitle, ...words }: OutlookWords) {
  return (
    <div className="grid gap-4 border-hairline border-t pt-4">
      <div className="grid gap-2 text-ink-soft text-small">
        <h3 className="font-medium text-ink">{title}</h3>
        {warning && <p className="border-drifting border-l-[3px] pl-3 text-ink">{warning}</p>}
        {shows.map((said, i) => (
          <p key={said} className={i === 0 ? "text-body text-ink" : undefined}>
            {said}
          </p>
        ))}
        {advice && <p className="border-rule border-l-[3px] pl-3 text-ink">{advice}</p>}
      </div>
      <div className="grid gap-1 text-ink-soft text-small">
        <h3 className="font-medium text-ink">{twinsTitle}</h3>
        {twins.map((said) => (
          <p key={said}>{said}</p>
        ))}
      </div>
      <div className="grid gap-1 text-ink-soft text-small">
        <h3 className="font-medium text-ink">{overlapsTitle}</h3>
        {words.overlaps.length > 0 && (
          <ul className="grid gap-1">
            {words.overlaps.map((one) => (
              <li key={one.key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
                <span className="break-words">{one.label}</span>
                <span className="text-ink">{one.share}</span>
              </li>
            ))}
          </ul>
        )}
        {words.overlapsNote && <p>{words.overlapsNote}</p>}
      </div>
      <Why label={words.why.label}>
        {words.why.said.map((said) => (
          <p key={said} className="mb-2">
            {said}
          </p>
        ))}
      </Why>
    </div>
  );
}
