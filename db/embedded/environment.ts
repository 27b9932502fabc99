/** Names that say something of this installation, of npm, or of another PostgreSQL. */
const ours = /^(AUTH_|DATABASE_|TRIPTYCH_|npm_|PG)/i;

/** The environment of PostgreSQL's programs: as ours, without secrets that are none of theirs; English messages, which we read. */
export function serverEnvironment(all: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(all).filter(([name]) => !ours.test(name));
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), LC_MESSAGES: "C" };
}
