import { existsSync } from "node:fs";
import path from "node:path";

interface Account {
  role: string;
  email: string;
  password: string;
}

/** The last lines of a start: where to go and, for the demo only, who to be there. */
export async function welcome(url: string, root: string, hasDemo: boolean): Promise<string> {
  const accounts = hasDemo ? await demoAccounts(root) : [];
  const rows = accounts.map(({ role, email, password }) => `  ${role.padEnd(10)} ${email.padEnd(28)} ${password}`);
  const demo = rows.length > 0 ? `\nDemo accounts (for this demo only):\n${rows.join("\n")}\n` : "";
  return `\nTriptych is open at ${url}\n${demo}\nCtrl-C stops it.\n`;
}

async function demoAccounts(root: string): Promise<Account[]> {
  const script = path.join(root, "scripts/demo.ts");
  if (!existsSync(script)) return [];
  const module = (await import(script)) as { demoAccounts?: Account[] };
  return module.demoAccounts ?? [];
}
