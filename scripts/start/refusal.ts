/** Why Triptych does not start: one sentence that says what to do. Ends the process with exit code 1, no stack. */
export class Refusal extends Error {}
