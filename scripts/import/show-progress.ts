import enIngest from "../../messages/en/ingest.json" with { type: "json" };
import type { Progress } from "../../server/ingest/batch-progress";

const words: Record<string, string> = enIngest.step;

/** One line that is rewritten on a terminal, and one line a step elsewhere. */
export function showProgress(out: NodeJS.WriteStream): {
  show(progress: Progress): void;
  line(text: string): void;
  end(): void;
} {
  let last = "";
  const line = (text: string) => {
    if (text === last) return;
    last = text;
    if (out.isTTY) out.write(`\r\u001b[2K${text}`);
    else out.write(`${text}\n`);
  };
  let lastStep = "";
  return {
    line,
    show({ step, doneBytes, totalBytes, rows }) {
      if (!out.isTTY && step === lastStep) return;
      lastStep = step;
      const share = totalBytes > 0 && step === "reading" ? ` ${Math.floor((100 * doneBytes) / totalBytes)}%` : "";
      const read = rows > 0 && step === "reading" ? `, ${rows.toLocaleString("en")} rows` : "";
      line(`${words[step] ?? step}${out.isTTY ? `${share}${read}` : ""}`);
    },
    end() {
      if (out.isTTY && last !== "") out.write("\r\u001b[2K");
    },
  };
}
