import type { ChildProcess } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./refusal";
import { startingPage, startingStyle } from "./starting-page";
import type { Step } from "./steps";

const RETRY_MS = 100;
const RELEASE_MS = 10_000;

export interface Address {
  port: number;
  url: string;
  /** Gives the listening socket to the site; connections made meanwhile wait in it. */
  handOver(site: ChildProcess): Promise<void>;
  close(): void;
}

/**
 * Takes the port before anything else is done and answers on it until the site can: /api/health with 200, all else
 * with 503 and the step. `patient`: a Triptych that was killed may still be letting go of the port.
 */
export async function takeAddress(port: number, patient: boolean, step: () => Step): Promise<Address> {
  const server = createServer((request, response) => answer(request, response, step()));
  const giveUpAt = performance.now() + (patient ? RELEASE_MS : 0);
  while (!(await listens(server, port, performance.now() >= giveUpAt))) await pause(RETRY_MS);
  const address = server.address();
  const taken = address && typeof address === "object" ? address.port : port;
  return {
    port: taken,
    url: `http://localhost:${taken}`,
    handOver: (site) =>
      new Promise((resolve, reject) => {
        site.once("message", () => {
          server.close();
          resolve();
        });
        site.send("listen", server, (error) => error && reject(error));
      }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** False: taken, and worth another try. */
function listens(server: Server, port: number, last: boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && !last) return resolve(false);
      reject(new Refusal(portSentence(error.code, port)));
    };
    server.once("error", failed);
    server.listen(port, () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

function portSentence(code: string | undefined, port: number): string {
  if (code === "EACCES") return `Port ${port} may not be used by this user: choose one above 1023, such as PORT=3000.`;
  if (code !== "EADDRINUSE") return `Port ${port} cannot be used (${code}): choose another, such as PORT=${port + 1}.`;
  return `Port ${port} is taken by another program: stop that, or choose another port, such as PORT=${port + 1} npm start.`;
}

function answer(request: IncomingMessage, response: ServerResponse, step: Step): void {
  const path = request.url?.split("?")[0];
  // The next request is the site's to answer.
  response.setHeader("connection", "close");
  const json = (status: number, body: unknown) =>
    response
      .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
      .end(JSON.stringify(body));
  if (path === "/api/health") return void json(200, { status: "ok" });
  if (path === "/api/ready") return void json(503, { ready: false, step: step.name, detail: step.detail });
  if (path === "/starting.css") return void response.writeHead(200, { "content-type": "text/css" }).end(startingStyle);
  const french = /^\s*fr\b/i.test(request.headers["accept-language"] ?? "");
  response
    .writeHead(503, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'self'",
      "cache-control": "no-store",
      "retry-after": "2",
    })
    .end(startingPage(step, french ? "fr" : "en"));
}
