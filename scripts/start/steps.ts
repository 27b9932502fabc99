/** Where the start is just now; told by /api/ready until the site itself answers. */
export interface Step {
  number: number;
  of: number;
  name: string;
  detail: string;
}

export interface Steps {
  current(): Step;
  /** Opens the next step. */
  begin(name: string, detail?: string): void;
  /** Says how far the open step is; printed in place on a terminal, at every new tenth elsewhere. */
  progress(detail: string, share?: number): void;
  /** Closes the open step with its result. */
  end(result: string): void;
}

/** Prints each step of the start once it is done: "2/6 database: PostgreSQL 18.4, own (0.6 s)". */
export function makeSteps(
  of: number,
  out: { write(text: string): void; isTTY?: boolean; columns?: number },
  clock: () => number,
): Steps {
  let step: Step = { number: 0, of, name: "start", detail: "" };
  let began = clock();
  let said = "";
  const label = () => `${step.number}/${of} ${step.name}`;
  const print = (text: string) => out.write(out.isTTY ? `\r\u001b[2K${text}\n` : `${text}\n`);
  return {
    current: () => step,
    begin(name, detail = "") {
      step = { number: step.number + 1, of, name, detail };
      began = clock();
      said = "";
      if (out.isTTY) out.write(`\r\u001b[2K${label()}: ${detail || "…"}`);
      else if (detail) print(`${label()}: ${detail} …`);
    },
    progress(detail, share) {
      const percent = share === undefined ? "" : ` ${Math.floor(Math.min(1, Math.max(0, share)) * 100)}%`;
      step = { ...step, detail: `${detail}${percent}` };
      if (out.isTTY) return out.write(`\r\u001b[2K${`${label()}: ${step.detail}`.slice(0, (out.columns ?? 80) - 1)}`);
      const tenth = share === undefined ? detail : `${detail} ${Math.floor(share * 10)}`;
      if (tenth === said) return;
      said = tenth;
      print(`${label()}: ${step.detail}`);
    },
    end(result) {
      const seconds = (clock() - began) / 1000;
      print(`${label()}: ${result}${seconds >= 0.5 ? ` (${seconds.toFixed(1)} s)` : ""}`);
    },
  };
}
