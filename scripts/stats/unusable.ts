/** Input that a method cannot use. The message is one sentence for the analyst: where, what, and what would do. */
export class Unusable extends Error {}
