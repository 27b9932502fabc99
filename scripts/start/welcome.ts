import { demoAccounts, demoPassword } from "../../server/auth/demo-accounts";

/** The last lines of a start: where to go and, for the demo only, who to be there. */
export function welcome(url: string, hasDemo: boolean): string {
  const rows = demoAccounts.map(({ role, email, name }) => `  ${role.padEnd(10)} ${email.padEnd(26)} ${name}`);
  const demo = hasDemo ? `\nDemo accounts, all with the password ${demoPassword}\n${rows.join("\n")}\n` : "";
  return `\nTriptych is open at ${url}\n${demo}\nCtrl-C stops it.\n`;
}
