import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";

/** The system account that PostgreSQL runs as when Triptych itself runs as root: PostgreSQL refuses to be root. */
export interface Account {
  uid: number;
  gid: number;
}

const NAME = "postgres";

/** Undefined when this process is an ordinary user and PostgreSQL simply runs as it. Makes the account if it is missing. */
export function serverAccount(): Account | undefined {
  if (process.platform === "win32" || userInfo().uid !== 0) return undefined;
  const account = lookUp() ?? (make() && lookUp());
  if (!account) {
    throw new Error(
      `PostgreSQL refuses to run as root and the system user "${NAME}" could not be made: make it (useradd --system ${NAME}), start Triptych as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return account;
}

/** Whether the account may do what the shell words ask, tried rather than computed from modes. */
export function accountCan(account: Account, words: readonly [string, ...string[]]): boolean {
  const [command, ...rest] = words;
  const result = spawnSync(command, rest, { ...account, stdio: "ignore", cwd: "/" });
  return result.status === 0;
}

function lookUp(): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, NAME], { encoding: "utf8" }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function make(): boolean {
  const ways: [string, string[]][] = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]],
    ["adduser", ["--system", "--group", "--no-create-home", NAME]],
    ["adduser", ["-S", "-D", "-H", NAME]],
  ];
  return ways.some(([command, words]) => spawnSync(command, words, { stdio: "ignore" }).status === 0);
}
