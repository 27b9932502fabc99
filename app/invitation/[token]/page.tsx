import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Mark } from "@/components/shell/mark";
import { Button } from "@/components/ui/button";
import { Title } from "@/components/ui/headline";
import { myInvitation } from "@/server/auth/my-invitation";
import { currentUser } from "@/server/auth/session";
import { accept, comeBack } from "./actions";
import { SignInOrJoin } from "./sign-in-or-join";

type Props = { params: Promise<{ token: string }> };
type Invitation = NonNullable<Awaited<ReturnType<typeof myInvitation>>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.invitation"))("title") };
}

/** Where an invitation's link leads. It says nothing of whether the address has an account. */
export default async function InvitationPage({ params }: Props) {
  const { token } = await params;
  const [invitation, user, t] = await Promise.all([
    myInvitation(token),
    currentUser(),
    getTranslations("auth.invitation"),
  ]);
  return (
    <main id="main" tabIndex={-1} className="mx-auto grid max-w-[26rem] gap-8 px-4 py-16 outline-none sm:py-24">
      <header>
        <p className="mb-6 flex items-center gap-2.5 font-semibold font-serif text-[1.1875rem] text-ink">
          <Mark /> Triptych
        </p>
        <Title>{invitation ? t("lede", { workspace: invitation.workspaceName }) : t("gone")}</Title>
      </header>
      {!invitation && <p className="text-ink-soft">{t("goneNote")}</p>}
      {invitation && <Terms invitation={invitation} />}
      {invitation && !user && <SignInOrJoin token={token} email={invitation.email} />}
      {invitation && user && <Accept token={token} mine={user.email} invitation={invitation} />}
    </main>
  );
}

async function Terms({ invitation: { email, role, expiresAt } }: { invitation: Invitation }) {
  const [t, roles, format] = await Promise.all([
    getTranslations("auth.invitation"),
    getTranslations("shell.roles"),
    getFormatter(),
  ]);
  const day = format.dateTime(expiresAt, "day");
  return <p className="text-ink-soft">{t("terms", { email, role: roles(role), day })}</p>;
}

async function Accept({ token, mine, invitation }: { token: string; mine: string; invitation: Invitation }) {
  const t = await getTranslations("auth.invitation");
  const { workspaceName: workspace, email } = invitation;
  if (mine === email) {
    return (
      <ActionForm action={accept.bind(null, token)} label={t("title")} className="grid gap-5">
        <div>
          <SubmitButton>{t("accept", { workspace })}</SubmitButton>
        </div>
      </ActionForm>
    );
  }
  return (
    <form action={comeBack.bind(null, token)} className="grid gap-4">
      <p>{t("otherAddress", { mine, email })}</p>
      <div>
        <Button type="submit">{t("signOut")}</Button>
      </div>
    </form>
  );
}
