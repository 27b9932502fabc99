import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import { databaseFault } from "../database-fault";
import { Invalid, Limit } from "../errors";
import { mostUploads, noRoom, roomIn } from "./upload-room";

export interface Upload {
  name: string;
  bytes: number;
  fields: Record<string, string>;
}

const maxBytes = 1024 ** 3;

/**
 * Writes the one file of a form to `target`, piece by piece, and gathers the fields around it. Throws Limit for a file that is
 * too large, or too much beside those that wait in `target`'s folder: by what the request declares, else once it is met.
 */
export async function receiveUpload(request: Request, target: string, most = mostUploads()): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  if (!request.body || !type.startsWith("multipart/form-data")) throw new Invalid("ingest.uploadBroken", {}, "file");
  const folder = path.dirname(target);
  const declared = Number(request.headers.get("content-length") ?? 0);
  const room = await roomIn(folder, most, { files: 1, bytes: declared });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const form = busboy({
    headers: { "content-type": type },
    defParamCharset: "utf8",
    limits: { files: 1, fileSize: Math.min(maxBytes, room), fields: 20, fieldSize: 10_000 },
  });
  const fields: Record<string, string> = {};
  let file: Promise<{ name: string; bytes: number; cut: boolean }> | undefined;
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  form.on("file", (_, stream, info) => {
    file = keep(stream, target).then((kept) => ({ ...kept, name: path.basename(info.filename || "file.csv") }));
    // A file that cannot be written ends the reading too: nobody would take its bytes any more.
    file.catch((error: Error) => form.destroy(error));
  });
  try {
    await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), form);
    const kept = await file;
    if (!kept || kept.bytes === 0) throw new Invalid("ingest.noFiles", {}, "file");
    if (kept.cut) throw room < maxBytes ? noRoom(most) : new Limit("ingest.tooBig", { max: "1 GB" }, "file");
    // Others may have come meanwhile.
    await roomIn(folder, most, { files: 0, bytes: 0 });
    return { name: kept.name.slice(0, 200), bytes: kept.bytes, fields };
  } catch (error) {
    // Until its stream has ended the file may still come to be.
    await file?.catch(() => {});
    await rm(target, { force: true });
    if (error instanceof Invalid || error instanceof Limit) throw error;
    throw databaseFault(error) ?? new Invalid("ingest.uploadBroken", {}, "file");
  }
}

async function keep(
  stream: Readable & { truncated?: boolean },
  target: string,
): Promise<{ bytes: number; cut: boolean }> {
  const out = createWriteStream(target, { mode: 0o600 });
  await pipeline(stream, out);
  return { bytes: out.bytesWritten, cut: stream.truncated === true };
}
