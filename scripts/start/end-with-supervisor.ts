/**
 * For a process that scripts/start.ts forked. Ctrl-C reaches the whole group, so it is the supervisor that decides who
 * ends when; and when that is gone without a word (kill -9), this ends at once, and the database that it had started.
 */
export function endWithSupervisor(): void {
  process.on("SIGINT", () => {});
  process.once("disconnect", () => {
    const postmaster = Number(process.env.TRIPTYCH_POSTMASTER);
    try {
      if (postmaster > 1) process.kill(postmaster, "SIGINT");
    } catch {
      // Another of us was faster.
    }
    process.exit(0);
  });
}
