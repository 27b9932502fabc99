import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Title } from "@/components/ui/headline";
import { lastWorkspaceCookie } from "@/server/auth/last-workspace-cookie";
import { currentMemberships, currentUser } from "@/server/auth/session";
import { leave } from "./leave";

/** The way in: to the workspace a reader was in last, or has only, to a choice among several, or to the sign-in page. */
export default async function FirstPage() {
  const [user, memberships, jar, t] = await Promise.all([
    currentUser(),
    currentMemberships(),
    cookies(),
    getTranslations("auth"),
  ]);
  if (!user) redirect("/sign-in");
  const [only, ...others] = memberships;
  const known =
    memberships.find(({ slug }) => slug === jar.get(lastWorkspaceCookie)?.value) ??
    (others.length === 0 ? only : undefined);
  if (known) redirect(`/w/${known.slug}`);
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
