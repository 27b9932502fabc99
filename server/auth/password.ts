import { hash, verify } from "@node-rs/argon2";
import { passwordLength } from "./password-length";

/** Algorithm.Argon2id, a const enum that this compiler does not read. */
const argon2id = 2;

/** OWASP's password storage cheat sheet: argon2id with 19 MiB, 2 passes, 1 lane. */
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let stranger: Promise<string> | undefined;

/** Takes the same time whether there is an account (`kept`) or not (null): the answer is not to be read off a watch. */
export async function passwordMatches(kept: string | null, password: string): Promise<boolean> {
  stranger ??= hashPassword("nobody has this password");
  const against = kept ?? (await stranger);
  const same = await verify(against, password.slice(0, passwordLength.max));
  return same && kept !== null;
}
