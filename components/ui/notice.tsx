import type { ReactNode } from "react";

export type NoticeKind = "info" | "done" | "error";

const edge: Record<NoticeKind, string> = { info: "border-ink-faint", done: "border-follow", error: "border-stopped" };

/** A sentence about what just happened. Errors interrupt a screen reader, the rest waits for its turn. */
export function Notice({ kind, title, children }: { kind: NoticeKind; title?: ReactNode; children?: ReactNode }) {
  return (
    <div role={kind === "error" ? "alert" : "status"} className={`max-w-prose border-l-[3px] py-1 pl-4 ${edge[kind]}`}>
      {title && <p className="font-semibold text-body text-ink">{title}</p>}
      {children && <div className="text-ink-soft text-small">{children}</div>}
    </div>
  );
}
