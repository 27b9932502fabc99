import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/**
 * `unit` (pure, milliseconds), `db` (a real PostgreSQL, a database each), `sim` (short calibrations), `start` (processes
 * and the browser, after a production build).
 */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", ".data/**", "**/*.db.test.ts", "**/*.sim.test.ts", "**/*.start.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: ["**/node_modules/**", ".data/**"],
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
          exclude: ["**/node_modules/**", ".data/**"],
          testTimeout: 600_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "start",
          include: ["{scripts,bench}/**/*.start.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
