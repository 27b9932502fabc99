import { writeFileSync } from "node:fs";

// Loaded before a measured program: writes the most memory it ever held, in bytes, when it ends.
process.on("exit", () => {
  const file = process.env.TRIPTYCH_PEAK_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS * 1024));
});
