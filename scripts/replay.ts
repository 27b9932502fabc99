import { parseArgs } from "node:util";
import { connect } from "../db/client";
import { now } from "../server/clock";
import { databaseFault } from "../server/database-fault";
import { DomainError, Invalid, NotFound } from "../server/errors";
import { askReplay } from "../server/following/replay/ask-replay";
import { readReplay } from "../server/following/replay/read-replay";
import { replayInput } from "../server/following/replay/replay-shape";
import { runReplay } from "../server/following/replay/run-replay";
import { inWorkspace } from "../server/scope";
import { sentence } from "../server/sentence";
import { printReplay } from "./replay/print-replay";
import { Refusal } from "./start/refusal";
import { useDatabase as withDatabase } from "./start/use-database";

const actor = { kind: "command", name: "replay" } as const;

interface Asked {
  workspace: string;
  from: string;
  to: string;
}

/** `npm run replay`: runs history day by day as if live, prints what would have been said and when, and keeps it for the page. */
async function main({ workspace, from, to }: Asked): Promise<void> {
  await withDatabase("replay", async ({ ownerUrl, appUrl }) => {
    const owner = connect(ownerUrl, { max: 1, name: "triptych-replay" });
    const app = connect(appUrl, { max: 2, name: "triptych-replay" });
    try {
      const [found] = await owner.sql<{ id: number }[]>`select id from workspace where slug = ${workspace}`;
      if (!found) throw new NotFound("ingest.workspace", { slug: workspace });
      const shown = await inWorkspace(app.db, { workspaceId: found.id, actor, now: now() }, async (scope) => {
        const { id } = await askReplay(scope, { from, to });
        await runReplay(scope, id);
        return readReplay(scope);
      });
      process.stdout.write(printReplay(shown));
    } catch (error) {
      const told = error instanceof DomainError ? error : databaseFault(error);
      throw told ? new Refusal(sentence(told, "en")) : error;
    } finally {
      await Promise.all([owner.close(), app.close()]);
    }
  });
}

function readArguments(args: string[]): Asked {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({ args, options: { workspace: text, from: text, to: text } });
    const days = replayInput.safeParse(values);
    if (values.workspace && days.success) return { workspace: values.workspace, ...days.data };
  } catch {
    // an unknown option: the usage says what there is
  }
  throw new Invalid("replay.usage");
}

try {
  await main(readArguments(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof DomainError ? sentence(error, "en") : String(error)}\n`);
  process.exitCode = 1;
}
