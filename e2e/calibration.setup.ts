import { accountOf, demoPassword, expect, test as setup, slug } from "./fixtures";
import { ask, signedIn } from "./visitor";

setup(
  "the worker has calibrated the demo's alarms: nothing moves any more while pages are looked at",
  async ({ baseURL }) => {
    setup.setTimeout(300_000);
    const visitor = await signedIn(baseURL, accountOf("ops").email, demoPassword);
    await expect
      .poll(async () => (await ask(visitor, slug, ["jobs", "runs"])).value?.chains.map(isOver), { timeout: 300_000 })
      .not.toContain(false);
    await visitor.dispose();
  },
);

function isOver({ seconds }: { seconds: number | null }): boolean {
  return seconds !== null;
}
