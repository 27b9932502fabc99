import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import { limits } from "./limits";
import { Refusal } from "./refusal";

const sliceBytes = 64 * 1024;

/** The body in pieces of at most 64 kB; between two of them others are served. Throws Refusal where there is too much. */
async function* pieces(request: Request, most: number): AsyncGenerator<Buffer> {
  const told = Number(request.headers.get("content-length") ?? 0);
  if (told > most) throw new Refusal("tooLarge", { max: most / 1024 ** 2 });
  if (!request.body) return;
  let bytes = 0;
  for await (const chunk of unbroken(request.body)) {
    bytes += chunk.length;
    if (bytes > most) throw new Refusal("tooLarge", { max: most / 1024 ** 2 });
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset + at, Math.min(sliceBytes, chunk.length - at));
      await setImmediate();
    }
  }
}

async function* unbroken(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new Refusal("bodyBroken");
      });
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => {});
  }
}

/** The lines of an NDJSON body, as many at a time as one piece ended; empty ones too. */
export async function* ndjsonLines(request: Request, onBytes: (bytes: Buffer) => void): AsyncGenerator<string[]> {
  let rest = Buffer.alloc(0);
  let line = 1;
  for await (const piece of pieces(request, limits.ndjsonBytes)) {
    onBytes(piece);
    const end = piece.lastIndexOf(0x0a);
    if (end < 0) {
      rest = Buffer.concat([rest, piece]);
      if (rest.length > limits.rowBytes) throw new Refusal("rowTooLong", { row: line }, { row: line });
      continue;
    }
    const lines = textOf(Buffer.concat([rest, piece.subarray(0, end)])).split("\n");
    line += lines.length;
    rest = Buffer.from(piece.subarray(end + 1));
    yield lines;
  }
  if (rest.length > 0) yield [textOf(rest)];
}

/** The value of a JSON body. */
export async function jsonBody(request: Request, onBytes: (bytes: Buffer) => void): Promise<unknown> {
  const gathered: Buffer[] = [];
  for await (const piece of pieces(request, limits.jsonBytes)) {
    onBytes(piece);
    gathered.push(piece);
  }
  return parsed(textOf(Buffer.concat(gathered)));
}

/** Parses one text, the `row`-th of its request if it is one of many. */
export function parsed(text: string, row?: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (row === undefined) throw new Refusal("malformed", { row: 0 });
    throw new Refusal("malformed", { row }, { row });
  }
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Refusal("notUtf8");
  const text = bytes.toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
