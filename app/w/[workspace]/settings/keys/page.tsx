import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/section";
import { callerFor } from "@/server/trpc/caller";
import { SettingsFrame } from "../frame";
import { KeyTable } from "./key-table";
import { NewKey } from "./new-key";

type Props = { params: Promise<{ workspace: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("api.keys"))("title") };
}

export default async function KeysPage({ params }: Props) {
  const { workspace } = await params;
  const caller = await callerFor(workspace);
  const [keys, t] = await Promise.all([caller.api.keys(), getTranslations("api.keys")]);
  return (
    <SettingsFrame workspace={workspace} view="keys">
      <Section question={t("question")} subtitle={t("note")}>
        <KeyTable workspace={workspace} keys={keys} />
      </Section>
      <Section question={t("newQuestion")} subtitle={t("newNote")}>
        <NewKey workspace={workspace} />
      </Section>
    </SettingsFrame>
  );
}
