export type ErrorKind = "not_found" | "forbidden" | "conflict" | "invalid" | "limit" | "unauthenticated";
export type ErrorParams = Record<string, string | number>;

/**
 * A failure that a person may be told. `code` is a key of messages/<locale>/errors.json, `params` fill its sentence,
 * `field` names the input it is about.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  constructor(
    readonly code: string,
    readonly params: ErrorParams = {},
    readonly field?: string,
  ) {
    super(code);
  }
}

/** What was asked for does not exist, or belongs to another workspace: the two are never told apart. */
export class NotFound extends DomainError {
  readonly kind = "not_found";
}
export class Forbidden extends DomainError {
  readonly kind = "forbidden";
}
/** Somebody else was faster, or the state does not allow it. */
export class Conflict extends DomainError {
  readonly kind = "conflict";
}
export class Invalid extends DomainError {
  readonly kind = "invalid";
}
export class Limit extends DomainError {
  readonly kind = "limit";
}
export class Unauthenticated extends DomainError {
  readonly kind = "unauthenticated";
}
