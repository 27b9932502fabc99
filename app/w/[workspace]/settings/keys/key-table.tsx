import { getFormatter, getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { GraveSubmit } from "@/components/form/grave-submit";
import { Empty } from "@/components/ui/empty";
import { Table } from "@/components/ui/table";
import type { Caller } from "@/server/trpc/caller";
import { revokeKey } from "./actions";

type Key = Awaited<ReturnType<Caller["api"]["keys"]>>[number];

export async function KeyTable({ workspace, keys }: { workspace: string; keys: Key[] }) {
  const [t, format] = await Promise.all([getTranslations("api.keys"), getFormatter()]);
  return (
    <Table
      caption={t("question")}
      columns={[
        { key: "name", label: t("name") },
        { key: "prefix", label: t("prefix") },
        { key: "may", label: t("may") },
        { key: "made", label: t("made") },
        { key: "lastUsed", label: t("lastUsed") },
        { key: "end", label: t("end") },
      ]}
      rows={keys.map((key) => ({
        key: String(key.id),
        cells: [
          key.name,
          <code key="prefix">{key.prefix}…</code>,
          key.scopes.map((scope) => t(`scope.${scope}`)).join("; "),
          t("madeBy", {
            day: format.dateTime(key.createdAt, "day"),
            name: key.by?.name ?? "",
            who: key.by === null ? "command" : key.by.hasLeft ? "left" : "member",
          }),
          key.lastUsedAt ? format.dateTime(key.lastUsedAt, "minute") : t("never"),
          key.revokedAt ? (
            t("revokedOn", { day: format.dateTime(key.revokedAt, "day") })
          ) : (
            <EndKey key="end" workspace={workspace} id={key.id} name={key.name} />
          ),
        ],
      }))}
      empty={<Empty title={t("nothing")}>{t("nothingNote")}</Empty>}
    />
  );
}

/** Folded until asked for; needs no script. */
async function EndKey({ workspace, id, name }: { workspace: string; id: number; name: string }) {
  const [t, ui] = await Promise.all([getTranslations("api.keys"), getTranslations("ui")]);
  return (
    <details className="text-left">
      <summary className="touch link cursor-pointer">
        <span aria-hidden="true">{t("end")}</span>
        <span className="sr-only">{t("endOne", { name })}</span>
      </summary>
      <ActionForm action={revokeKey.bind(null, workspace, id)} className="grid max-w-[22rem] gap-3 py-4">
        <p className="text-ink-soft text-small">{t("endNote", { name })}</p>
        <div>
          <GraveSubmit question={t("endNote", { name })} words={{ yes: t("endOne", { name }), no: ui("goBack") }}>
            {t("endOne", { name })}
          </GraveSubmit>
        </div>
      </ActionForm>
    </details>
  );
}
