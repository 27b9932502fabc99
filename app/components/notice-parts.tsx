import { getTranslations } from "next-intl/server";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Definition } from "@/components/ui/definition";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";

/** What just happened, what is under way, and the small print. */
export async function NoticeParts() {
  const [t, ui] = await Promise.all([getTranslations("components"), getTranslations("ui")]);
  return (
    <div className="grid gap-x-12 gap-y-14 lg:grid-cols-2">
      <Section question={t("notices.question")} subtitle={t("notices.subtitle")}>
        <div className="grid gap-5">
          <Notice kind="info" title={t("notices.info")}>
            {t("notices.infoText")}
          </Notice>
          <Notice kind="done" title={t("notices.done")}>
            {t("notices.doneText")}
          </Notice>
          <Notice kind="error" title={t("notices.error")}>
            {t("notices.errorText")}
          </Notice>
          <Progress id="p-known" label={t("notices.progress")} value={312} max={542} note={t("notices.progressNote")} />
          <Progress id="p-busy" label={t("notices.busy")} max={1} note={t("notices.busyNote")} />
        </div>
      </Section>
      <Section question={t("smallParts.question")} subtitle={t("smallParts.subtitle")}>
        <div className="grid gap-5">
          <Breadcrumb
            label={ui("breadcrumb")}
            crumbs={[
              { key: "changes", label: t("smallParts.crumb"), href: "/components" },
              { key: "here", label: t("smallParts.crumbHere") },
            ]}
          />
          <p className="flex flex-wrap gap-2">
            <Tag>{t("smallParts.tag1")}</Tag>
            <Tag>{t("smallParts.tag2")}</Tag>
          </p>
          <Definition
            items={[
              { key: "twins", term: t("smallParts.twins"), detail: t("smallParts.twinsText") },
              { key: "balance", term: t("smallParts.balance"), detail: t("smallParts.balanceText") },
              { key: "mixed", term: t("smallParts.mixed"), detail: t("smallParts.mixedText") },
            ]}
          />
        </div>
      </Section>
    </div>
  );
}
