import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { receiveUpload } from "./receive-upload";

const folder = mkdtempSync(path.join(tmpdir(), "triptych-upload-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const boundary = "----border";
const part = (about: string, body: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; ${about}\r\n\r\n${body}\r\n`;
const file = (name: string, body: string) => part(`name="file"; filename="${name}"`, body);
const whole = (...parts: string[]) => `${parts.join("")}--${boundary}--\r\n`;

function sent(body: string, type = `multipart/form-data; boundary=${boundary}`): Request {
  return new Request("http://here/upload", { method: "POST", body, headers: { "content-type": type } });
}
const target = (name: string) => path.join(folder, name, "token");

describe("receiveUpload", () => {
  it("keeps the file under the name given, whatever name was sent; nobody else may read it", async () => {
    const body = whole(part('name="source"', "tills"), file("../../etc/passwd", "a,b\n1,2\n"));
    const { name, bytes, fields } = await receiveUpload(sent(body), target("whole"));
    expect({ name, bytes, fields }).toEqual({ name: "passwd", bytes: 8, fields: { source: "tills" } });
    expect(readFileSync(target("whole"), "utf8")).toBe("a,b\n1,2\n");
    expect(readdirSync(path.join(folder, "whole"))).toEqual(["token"]);
  });
  it.each([
    ["cut off in the middle of the file", whole(file("a.csv", "a,b\n1,2\n")).slice(0, -20), "ingest.uploadBroken"],
    ["an empty file", whole(file("a.csv", "")), "ingest.noFiles"],
    ["no file", whole(part('name="source"', "tills")), "ingest.noFiles"],
  ])("%s -> %s is refused, and nothing stays on the disk", async (name, body, code) => {
    await expect(receiveUpload(sent(body), target(name))).rejects.toMatchObject({ code });
    expect(readdirSync(path.dirname(target(name)))).toEqual([]);
  });
  it("whoever sends it goes away in the middle -> refused, and nothing stays on the disk", async () => {
    const pieces = [file("a.csv", "a,b\n1,2\n").slice(0, -4)];
    const body = new ReadableStream({
      pull(controller) {
        const piece = pieces.pop();
        if (piece === undefined) controller.error(new Error("gone"));
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const request = new Request("http://here/upload", { method: "POST", body, headers, duplex: "half" } as RequestInit);
    await expect(receiveUpload(request, target("gone"))).rejects.toMatchObject({ code: "ingest.uploadBroken" });
    expect(readdirSync(path.dirname(target("gone")))).toEqual([]);
  });
  it("what is no form is refused", async () => {
    await expect(receiveUpload(sent("{}", "application/json"), target("json"))).rejects.toMatchObject({
      code: "ingest.uploadBroken",
    });
  });
});
