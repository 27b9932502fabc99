export type ErrorKind =
  | "not_found"
  | "forbidden"
  | "conflict"
  | "invalid"
  | "limit"
  | "unauthenticated"
  | "unavailable";
export type ErrorParams = Record<string, string | number>;

/**
 * A failure that a person may be told. `code` finds its sentence (server/sentence.ts): one with a dot, such as
 * `changes.startBeforeEnd`, in its domain's file (messages/<locale>/changes.json, key `errors.startBeforeEnd`); one
 * without, such as `change`, in messages/<locale>/errors.json. `params` fill the sentence; `field` names the input it is
 * about. A zod schema may give such a code as its message: the sentence of that code is then shown at the field.
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
/** Not the asker's fault, and it will pass or be mended: the database is away, a disk is full. */
export class Unavailable extends DomainError {
  readonly kind = "unavailable";
}
