import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { connect } from "../db/client";
import { createAccount } from "../server/auth/create-account";
import { createWorkspace } from "../server/workspaces/create-workspace";
import { slug as demo } from "./fixtures";

const password = "quatre chevaux dorment";

/** A workspace beside the demo, made as a command on the server makes one, and two people: one of both, one of this only. */
export async function secondWorkspace() {
  const { E2E_STATE = "" } = process.env;
  const { ownerUrl } = JSON.parse(readFileSync(path.join(E2E_STATE, "running.json"), "utf8"));
  const owner = connect(ownerUrl, { max: 1 });
  try {
    const slug = `second-${randomBytes(4).toString("hex")}`;
    const workspaceId = await createWorkspace(owner, { slug, name: `Second ${slug}`, currency: "EUR", tz: "UTC" });
    const [found] = await owner.sql<{ id: number }[]>`select id from workspace where slug = ${demo}`;
    if (!found) throw new Error("the demo is not there");
    const account = { password, role: "admin", seesPeople: true } as const;
    const [both, only] = [`both-${slug}@example.com`, `only-${slug}@example.com`];
    await createAccount(owner, { ...account, name: "Both", email: both, workspaceId });
    await createAccount(owner, { ...account, name: "Both", email: both, workspaceId: found.id });
    await createAccount(owner, { ...account, name: "Only", email: only, workspaceId });
    return { slug, name: `Second ${slug}`, both, only, password };
  } finally {
    await owner.close();
  }
}
