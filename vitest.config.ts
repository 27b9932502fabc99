import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/** Three projects: `unit` (pure, milliseconds), `db` (a real PostgreSQL, a database each), `sim` (short calibrations). */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: ["node_modules/**", "**/*.db.test.ts", "**/*.sim.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: ["node_modules/**"],
          globalSetup: ["db/testing-server.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "sim",
          include: ["**/*.sim.test.ts"],
          exclude: ["node_modules/**"],
          testTimeout: 600_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
