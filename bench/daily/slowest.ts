import postgres from "postgres";

/** What is not worth a plan. */
const FROM_MS = 100;
const shown = 10;

/**
 * Makes the server write down every statement of a database that takes longer than a tenth of a second, with its plan as it
 * was chosen; nothing is measured inside of it, which would make it slower. Parameters are not written.
 */
export async function watchPlans(ownerUrl: string): Promise<void> {
  const name = new URL(ownerUrl).pathname.slice(1);
  await withOwner(ownerUrl, async (sql) => {
    const settings = {
      session_preload_libraries: "auto_explain",
      "auto_explain.log_min_duration": String(FROM_MS),
      "auto_explain.log_nested_statements": "off",
      "auto_explain.log_parameter_max_length": "0",
    };
    for (const [key, value] of Object.entries(settings))
      await sql.unsafe(`alter database "${name}" set ${key} = '${value}'`);
  });
}

/** Where the server's log ends now. */
export async function placeInLog(ownerUrl: string): Promise<{ file: string; at: number }> {
  return withOwner(ownerUrl, async (sql) => {
    const [row] = await sql<{ file: string; at: number }[]>`
      select pg_current_logfile() as file, (pg_stat_file(pg_current_logfile())).size::float8 as at`;
    if (!row) throw new Error("The server writes no log.");
    return row;
  });
}

export interface Slow {
  seconds: number;
  times: number;
  /** Of the slowest of them. */
  plan: string;
  text: string;
}

/** The statements that took most time in all since a place in the log. */
export async function slowestSince(ownerUrl: string, from: { file: string; at: number }): Promise<Slow[]> {
  const log = await withOwner(ownerUrl, async (sql) => {
    const [row] = await sql<{ log: string }[]>`
      select pg_read_file(${from.file}, ${from.at}::bigint, 1000000000) as log`;
    return row?.log ?? "";
  });
  const found = new Map<string, Slow & { most: number }>();
  for (const { seconds, text, plan } of entries(log)) {
    const known = found.get(text) ?? { seconds: 0, times: 0, plan, text, most: 0 };
    known.seconds += seconds;
    known.times += 1;
    if (seconds > known.most) Object.assign(known, { plan, most: seconds });
    found.set(text, known);
  }
  return [...found.values()].sort((one, other) => other.seconds - one.seconds).slice(0, shown);
}

/** As a text for people. */
export function slowText(title: string, slow: readonly Slow[]): string {
  const parts = slow.map(
    ({ seconds, times, plan, text }, i) =>
      `--- ${i + 1}. ${seconds.toFixed(2)} s in ${times} runs\n${text}\n\n${plan}\n`,
  );
  return `${title}\n\n${parts.join("\n")}`;
}

function* entries(log: string): Generator<{ seconds: number; text: string; plan: string }> {
  for (const entry of log.split(/\n(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/)) {
    const head = /duration: ([\d.]+) ms {2}plan:\n\s*Query Text: /.exec(entry);
    if (!head) continue;
    const rest = entry.slice(head.index + head[0].length);
    const plan = /\n\t[^\n]*\(cost=/.exec(rest);
    if (!plan) continue;
    const text = rest.slice(0, plan.index).replace(/\s+/g, " ").trim();
    yield {
      seconds: Number(head[1]) / 1000,
      text: masked(text),
      plan: rest.slice(plan.index + 1).replaceAll(/^\t/gm, ""),
    };
  }
}

/** Words and numbers that stand in a text instead of a parameter. */
function masked(text: string): string {
  return text.replaceAll(/'[0-9a-f-]{16,}'/g, "'...'");
}

async function withOwner<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
