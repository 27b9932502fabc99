import { getTranslations } from "next-intl/server";
import { FormCheckbox } from "@/components/form/form-checkbox";
import { FormSelect } from "@/components/form/form-select";
import type { Role } from "@/server/scope";

const roles: readonly Role[] = ["executive", "ops", "marketer", "admin"];

/** What a member is: role, and whether people are seen. `prefix` keeps the ids of several forms on a page apart. */
export async function RoleFields({ prefix, now }: { prefix: string; now: { role: Role; seesPeople: boolean } }) {
  const [t, names] = await Promise.all([getTranslations("settings"), getTranslations("shell.roles")]);
  return (
    <>
      <FormSelect
        name="role"
        id={`${prefix}-role`}
        label={t("role")}
        defaultValue={now.role}
        options={roles.map((value) => ({ value, label: names(value) }))}
      />
      <FormCheckbox
        name="seesPeople"
        id={`${prefix}-sees`}
        label={t("seesPeople")}
        hint={t("seesPeopleHint")}
        defaultChecked={now.seesPeople}
      />
    </>
  );
}
