import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Title } from "@/components/ui/headline";
import { currentMemberships, currentUser } from "@/server/auth/session";
import { leave } from "./leave";

/** The way in: to the one workspace a reader has, to a choice among several, or to the sign-in page. */
export default async function FirstPage() {
  const [user, memberships, t] = await Promise.all([currentUser(), currentMemberships(), getTranslations("auth")]);
  if (!user) redirect("/sign-in");
  const [only, ...others] = memberships;
  if (only && others.length === 0) redirect(`/w/${only.slug}`);
  return (
    <main id="main" tabIndex={-1} className="mx-auto grid max-w-[34rem] gap-6 px-4 py-24 outline-none">
      <Title>{only ? t("workspaces") : t("noWorkspace.title")}</Title>
      {!only && <p className="text-ink-soft">{t("noWorkspace.body", { email: user.email })}</p>}
      <ul className="grid gap-2">
        {memberships.map(({ slug, workspaceName }) => (
          <li key={slug}>
            <a href={`/w/${slug}`} className="link text-ink">
              {workspaceName}
            </a>
          </li>
        ))}
      </ul>
      <form action={leave}>
        <Button type="submit">{t("signOut")}</Button>
      </form>
    </main>
  );
}
