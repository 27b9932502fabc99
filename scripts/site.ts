import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as NetServer } from "node:net";
import { fileURLToPath } from "node:url";
import next from "next";
import { callerAddress } from "../server/auth/caller-address";
import { env } from "../server/env";
import { noteAnswer } from "../server/metrics";
import { endWithSupervisor } from "./start/end-with-supervisor";

const GENTLE_MS = 2_000;
const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * The site: Next on a plain HTTP server, in production mode unless `--dev`. Under scripts/start.ts it takes over the
 * listening socket that the supervisor holds, and ends when the supervisor does; alone it listens on PORT.
 */
async function main(): Promise<void> {
  const server = createServer();
  const { proxies } = env();
  const dev = process.argv.includes("--dev");
  const app = next({ dev, dir: root, httpServer: server, port: Number(process.env.PORT ?? 3000) });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on("request", (request, response) => {
    nameCaller(request, proxies);
    time(request, response);
    void handle(request, response);
  });
  process.once("SIGTERM", () => closeGently(server));
  if (!process.send) return void server.listen(Number(process.env.PORT ?? 3000));
  await supervised(server);
}

/** Next keeps whatever X-Forwarded-For a caller wrote, and later readers see no socket: the one that counts is settled here. */
function nameCaller({ headers, socket }: IncomingMessage, proxies: number): void {
  const said = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = callerAddress(socket.remoteAddress, said?.toString(), proxies);
}

/** Kinds of pages and how long they took (server/metrics.ts). */
function time(request: IncomingMessage, response: ServerResponse): void {
  const began = performance.now();
  const pathname = (request.url ?? "/").split("?")[0] ?? "/";
  response.once("close", () =>
    noteAnswer(request.method ?? "GET", pathname, response.statusCode, (performance.now() - began) / 1000),
  );
}

/** Answers what is being asked, for a moment. */
function closeGently(server: Server): void {
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(0), GENTLE_MS).unref();
}

/** Says that it is ready, gets the socket, says that it answers. */
async function supervised(server: Server): Promise<void> {
  process.once("message", (_message, socket) => {
    server.listen(socket as NetServer, () => process.send?.("answers"));
  });
  process.send?.("prepared");
}

endWithSupervisor();
await main();
