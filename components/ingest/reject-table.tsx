import { useFormatter, useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Section } from "@/components/ui/section";
import { Table } from "@/components/ui/table";
import type { ShownReject } from "@/server/ingest/schema";

type Props = { rejects: readonly (ShownReject & { why: string })[]; total: number; href: string };

/** The first refused rows, and all of them to download. */
export function RejectTable({ rejects, total, href }: Props) {
  const t = useTranslations("ingest");
  const format = useFormatter();
  return (
    <Section
      question={t("refused.title", { count: total })}
      subtitle={t("refused.subtitle")}
      aside={
        <ButtonLink href={href} download>
          {t("refused.download")}
        </ButtonLink>
      }
    >
      <Table
        caption={t("refused.caption", { shown: rejects.length })}
        columns={[
          { key: "line", label: t("refused.line") },
          { key: "file", label: t("refused.file") },
          { key: "value", label: t("refused.value") },
          { key: "why", label: t("refused.why") },
        ]}
        rows={rejects.map((reject) => ({
          key: `${reject.file}:${reject.line}:${reject.column}`,
          cells: [
            format.number(reject.line, "count"),
            reject.file,
            <span key="value" className="break-all">
              {reject.value}
            </span>,
            reject.why,
          ],
        }))}
      />
    </Section>
  );
}
