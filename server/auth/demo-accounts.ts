import type { Role } from "../scope";

/** The accounts of the demo workspace; said at start and on its sign-in page, so no secret. */
export const demoPassword = "triptych-demo";

export const demoAccounts: readonly { email: string; name: string; role: Role; seesPeople: boolean }[] = [
  { email: "executive@demo.triptych", name: "Édith Marchand", role: "executive", seesPeople: false },
  { email: "ops@demo.triptych", name: "Omar Belkacem", role: "ops", seesPeople: false },
  { email: "marketer@demo.triptych", name: "Marion Leroy", role: "marketer", seesPeople: true },
  { email: "admin@demo.triptych", name: "Adèle Fontaine", role: "admin", seesPeople: true },
];
