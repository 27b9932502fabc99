import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  it.each([
    ["one file more than may wait", { files: 2, bytes: 1000 }, "ingest.tooManyWait"],
    ["declared larger than what is left", { files: 9, bytes: 100 }, "ingest.noRoom"],
  ])("%s -> refused before anything is written; what waits stays", async (name, most, code) => {
    const folder = path.dirname(target(name));
    mkdirSync(folder);
    for (const waiting of ["one", "two"]) writeFileSync(path.join(folder, waiting), "a".repeat(40));
    const body = whole(file("a.csv", "a,b\n1,2\n"));
    const request = sent(body);
    request.headers.set("content-length", String(body.length));
    await expect(receiveUpload(request, target(name), most)).rejects.toMatchObject({ kind: "limit", code });
    expect(readdirSync(folder).sort()).toEqual(["one", "two"]);
  });
  it("what says nothing of its size, and is more than is left -> refused once that is met, and nothing stays", async () => {
    const body = whole(file("a.csv", "a,b\n1,2\n".repeat(100)));
    await expect(receiveUpload(sent(body), target("silent"), { files: 9, bytes: 100 })).rejects.toMatchObject({
      ...{ kind: "limit", code: "ingest.noRoom", params: { max: 0 } },
    });
    expect(readdirSync(path.dirname(target("silent")))).toEqual([]);
  });
  it("two that fit alone, at once, and not together -> what waits is never more than may", async () => {
    const most = { files: 9, bytes: 900 };
    const body = whole(file("a.csv", "a,b\n1,2\n".repeat(75)));
    const both = ["one", "two"].map((token) => receiveUpload(sent(body), path.join(folder, "both", token), most));
    const codes = (await Promise.allSettled(both)).map((one) => (one.status === "rejected" ? one.reason.code : "kept"));
    expect(codes).toContain("ingest.noRoom");
    const left = readdirSync(path.join(folder, "both"));
    expect(left.length).toBe(codes.filter((code) => code === "kept").length);
  });
  it("what trying a file said is no file that waits", async () => {
    const beside = path.dirname(target("tried"));
    mkdirSync(beside);
    for (const name of ["one", "one.trial"]) writeFileSync(path.join(beside, name), "a");
    const request = sent(whole(file("a.csv", "a,b\n1,2\n")));
    expect(await receiveUpload(request, target("tried"), { files: 2, bytes: 1000 })).toMatchObject({ bytes: 8 });
  });
});
