import { expect, test, workspace } from "./fixtures";
import { addresses, builtRoutes } from "./routes";
import { findSample } from "./sample";

const nonceOf = (policy: string | undefined) => /'nonce-([^']+)'/.exec(policy ?? "")?.[1];

test.describe("the content policy", () => {
  test.use({ role: "admin" });

  test("every page has one without an unsafe word, with a nonce of its own, and no inline style", async ({
    request,
  }) => {
    const sample = await findSample(request);
    const nonces = new Set<string | undefined>();
    const pages = builtRoutes().filter(({ kind }) => kind === "page");
    for (const { pattern } of pages) {
      const answer = await request.get(addresses[pattern]?.path?.(sample) ?? "/sign-in");
      const policy = answer.headers()["content-security-policy"];
      const html = await answer.text();
      expect({ pattern, policy: policy?.includes("unsafe") }).toEqual({ pattern, policy: false });
      expect({ pattern, styles: html.match(/<[^>]+\sstyle="[^"]*"/g) }).toEqual({ pattern, styles: null });
      const scripts = html.match(/<script(?![^>]*\snonce=)[^>]*>/g);
      expect({ pattern, scripts }).toEqual({ pattern, scripts: null });
      nonces.add(nonceOf(policy));
    }
    expect(nonces).not.toContain(undefined);
    expect(nonces.size).toBe(pages.length);
  });

  test("a page that is not there has it too", async ({ request }) => {
    const answer = await request.get("/nowhere");
    expect(answer.status()).toBe(404);
    expect(nonceOf(answer.headers()["content-security-policy"])).toBeDefined();
  });
});

test("the session's cookie is out of reach of scripts and of other sites", async ({ page, context, words }) => {
  await page.goto("/sign-in");
  await page.getByLabel(words("auth.email")).fill("executive@demo.triptych");
  await page.getByLabel(words("auth.password")).fill("triptych-demo");
  await page.getByRole("button", { name: words("auth.submit") }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace}$`));
  const cookies = (await context.cookies()).filter(({ name }) => !["locale", "theme"].includes(name));
  expect(cookies.length).toBeGreaterThan(0);
  for (const { name, httpOnly, sameSite } of cookies) {
    expect({ name, httpOnly, sameSite }).toEqual({ name, httpOnly: true, sameSite: "Lax" });
  }
  await page.getByRole("button", { name: words("auth.signOut") }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(workspace);
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("another site", () => {
  test.use({ role: "admin" });

  test("can neither set preferences nor call the router with a member's cookie", async ({ request }) => {
    const headers = { "sec-fetch-site": "cross-site" };
    const preferences = await request.post("/preferences", { headers, form: { theme: "dark" }, maxRedirects: 0 });
    const call = await request.get("/api/trpc/maison-arpege/alerts.counts", { headers });
    expect([preferences.status(), call.status()]).toEqual([403, 403]);
  });

  test("is never where the way back leads", async ({ request }) => {
    for (const back of ["//elsewhere.example/x", "/.//elsewhere.example/x"]) {
      const answer = await request.post("/preferences", { form: { theme: "light", back }, maxRedirects: 0 });
      expect({ back, location: answer.headers().location }).toEqual({ back, location: "/" });
    }
  });
});

test("metrics: only for who sends the token; times of pages and states of jobs, no names", async ({
  playwright,
  baseURL,
}) => {
  const asking = await playwright.request.newContext({ ...(baseURL && { baseURL }) });
  const answer = (authorization?: string) =>
    asking.get("/api/metrics", { headers: authorization ? { authorization } : {} });
  expect((await answer()).status()).toBe(401);
  expect((await answer("Bearer for-the-browser-test")).status()).toBe(401);
  await asking.get("/sign-in");
  const told = await (await answer("Bearer for-the-browser-tests")).text();
  expect(told).toMatch(/^triptych_http_seconds_count\{method="GET",route="\/sign-in",status="2xx"\} \d+$/m);
  expect(told).toMatch(/^triptych_jobs\{workspace="\d+",about="derive-visits",state="done"\} \d+$/m);
  expect(told).not.toContain("arpege");
  await asking.dispose();
});
