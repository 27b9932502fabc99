import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { NextResponse } from "next/server";
import { isOwnRequest } from "@/server/auth/own-request";
import { may } from "@/server/auth/permissions";
import { memberOf } from "@/server/auth/session";
import { DomainError, Invalid } from "@/server/errors";
// biome-ignore lint/style/noRestrictedImports: a file is on the disk before any procedure can be told of it
import { receiveUpload } from "@/server/ingest/receive-upload";
import { uploadInput } from "@/server/ingest/schema";
// biome-ignore lint/style/noRestrictedImports: as above
import { uploadPath } from "@/server/ingest/upload-folder";
import { actingCallerFor } from "@/server/trpc/caller";
import { refusalAddress } from "../refusal";

type Context = { params: Promise<{ workspace: string }> };

/** Takes the upload form's file, piece by piece, and leads to its mapping. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { workspace } = await params;
  const member = await memberOf(workspace);
  if (!member) return new NextResponse(null, { status: 404 });
  if (!may(member, "data:import") || !isOwnRequest(request.headers)) return new NextResponse(null, { status: 403 });
  const token = randomUUID();
  const path = uploadPath(member.workspaceId, token);
  try {
    const { name, bytes, fields } = await receiveUpload(request, path);
    const upload = uploadInput.safeParse({ token, name, bytes, source: fields.source ?? "", kind: fields.kind });
    if (!upload.success) throw new Invalid("input");
    const caller = await actingCallerFor(workspace);
    const { id } = await caller.ingest.openUpload(upload.data);
    return leadTo(`/w/${workspace}/data/${id}`);
  } catch (error) {
    await rm(path, { force: true });
    return leadTo(`/w/${workspace}/data?${refusalOf(error)}#upload`);
  }
}

/** What was refused and why, for the page that the form leads back to. */
function refusalOf(error: unknown): URLSearchParams {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof DomainError)) throw error;
  return refusalAddress(cause.code, cause.params);
}

function leadTo(path: string): Response {
  return new NextResponse(null, { status: 303, headers: { location: path } });
}
