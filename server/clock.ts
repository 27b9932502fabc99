/** The wall clock ("now" of decision D8). The only place in app and server code that reads it; everything else is told. */
export function now(): Date {
  return new Date();
}
