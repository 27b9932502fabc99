import { parseArgs } from "node:util";
import postgres from "postgres";
import { markDemoReady } from "../db/installation";
import { now } from "../server/clock";
import { demoSlug, makeDemo } from "./demo/make-demo";
import { Refusal } from "./start/refusal";
import { useDatabase as withDatabase } from "./start/use-database";

export { makeDemo };

const usage = "npm run demo -- [--customers 20000] [--years 3] [--seed 1] [--slug maison-arpege]";

/** `npm run demo`: a simulated retailer of any size as a workspace of its own. */
async function main(): Promise<void> {
  const { customers, years, seed, slug } = readOptions();
  await withDatabase("demo", async ({ ownerUrl, appUrl, stateFolder }) => {
    const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
    try {
      await refuseTwice(owner, slug);
      const begun = now().getTime();
      const progress = (step: string) => process.stdout.write(`${step}\n`);
      await makeDemo({ ownerUrl, appUrl, stateFolder, customers, years, seed, slug, progress });
      await markDemoReady(owner, now());
      process.stdout.write(`Ready in ${((now().getTime() - begun) / 1000).toFixed(0)} s: workspace ${slug}.\n`);
    } finally {
      await owner.end();
    }
  });
}

async function refuseTwice(owner: postgres.Sql, slug: string): Promise<void> {
  const [done] = await owner`
    select 1 from workspace w join job_run j on j.workspace_id = w.id and j.job = 'demo' and j.state = 'done'
    where w.slug = ${slug}`;
  if (done) throw new Refusal(`The workspace ${slug} is there already. Choose another name: --slug my-demo.`);
}

function readOptions() {
  const text = { type: "string" } as const;
  let values: Partial<Record<"customers" | "years" | "seed" | "slug", string>>;
  try {
    ({ values } = parseArgs({ options: { customers: text, years: text, seed: text, slug: text } }));
  } catch {
    throw new Refusal(usage);
  }
  const number = (name: "customers" | "years" | "seed", otherwise: number, least: number) => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    if (!(value >= least)) throw new Refusal(`--${name} is "${values[name]}". Use a number from ${least} up. ${usage}`);
    return value;
  };
  return {
    customers: Math.round(number("customers", 20_000, 1)),
    years: number("years", 3, 1),
    seed: Math.round(number("seed", 1, 0)),
    slug: values.slug ?? demoSlug,
  };
}

if (process.argv[1]?.endsWith("demo.ts")) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
