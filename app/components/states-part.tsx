import { getFormatter, getTranslations } from "next-intl/server";
import { StatesBar } from "@/components/charts/states-bar";
import { Section } from "@/components/ui/section";
import { states } from "./samples";

export async function StatesPart() {
  const [t, ui, format] = await Promise.all([getTranslations("components"), getTranslations("ui"), getFormatter()]);
  const percent = (share: number) => format.number(share, "percent");
  return (
    <Section question={t("states.question")} subtitle={t("states.subtitle")}>
      <StatesBar
        states={states.map((state) => ({ ...state, label: t(`states.${state.key}`), value: percent(state.share) }))}
        names={{ exposed: t("states.exposed"), twins: t("states.twinsName") }}
        twinsLabel={(state) => t("states.among", { share: percent(state.twins) })}
        words={{
          title: t("states.title"),
          description: t("states.description"),
          table: {
            summary: ui("table"),
            columns: [
              { key: "state", label: t("states.state") },
              { key: "share", label: t("states.share"), numeric: true },
              { key: "twins", label: t("states.twinShare"), numeric: true },
            ],
            rows: states.map((state) => ({
              key: state.key,
              cells: [t(`states.${state.key}`), percent(state.share), percent(state.twins)],
            })),
          },
        }}
      />
    </Section>
  );
}
