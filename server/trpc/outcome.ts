/** What a form knows after it was sent: nothing yet, done (and what to say), or refused, with what had been typed. */
export type Outcome =
  | null
  | { state: "done"; said: string }
  | { state: "refused"; said: string; field?: string | undefined; values: Record<string, string> };
