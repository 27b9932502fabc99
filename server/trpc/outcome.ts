/**
 * What a form knows after it was sent: nothing yet, done (and what to say; `once` is a link or a key that is shown this
 * one time), or refused, with what had been typed.
 */
export type Outcome =
  | null
  | { state: "done"; said: string; once?: string | undefined }
  | { state: "refused"; said: string; field?: string | undefined; values: Record<string, string> };
