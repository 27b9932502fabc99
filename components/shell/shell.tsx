import Link from "next/link";
import type { ReactNode } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { Mark } from "./mark";
import { type NavItem, NavList } from "./nav-list";

type Props = {
  workspaceName: ReactNode;
  /** In words: "Data to 20 November". */
  dataThrough: ReactNode;
  nav: readonly NavItem[];
  act: { href: string; label: ReactNode } | null;
  words: { navigation: string; menu: ReactNode; home: string };
  homeHref?: string;
  /** Who is signed in, the way out. */
  account?: ReactNode;
  children: ReactNode;
};

/** Rail on the left of a wide page, a bar with a menu on a phone; neither needs a script, neither is printed. */
export function Shell({ homeHref = "/", children, ...rail }: Props) {
  return (
    <div className="lg:grid lg:grid-cols-[12.25rem_minmax(0,1fr)] print:block">
      <Rail {...rail} homeHref={homeHref} />
      <TopBar {...rail} homeHref={homeHref} />
      <main id="main" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto max-w-[70rem] px-4 pt-5 pb-16 sm:px-6 lg:px-11 lg:pt-9 print:max-w-none print:p-0">
          {children}
        </div>
      </main>
    </div>
  );
}

type RailProps = Omit<Props, "children"> & { homeHref: string };

function Rail({ workspaceName, dataThrough, nav, act, words, homeHref, account }: RailProps) {
  return (
    <div className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-hairline border-r px-4 pt-7 pb-6 lg:flex print:hidden">
      <Name href={homeHref} label={words.home} />
      {act && (
        <Link href={act.href} className={`${buttonLook.act} mt-6 w-full justify-start px-3`}>
          {act.label}
        </Link>
      )}
      <div className="mt-5 mb-8">
        <NavList label={words.navigation} items={nav} />
      </div>
      <div className="mt-auto px-3 text-ink-faint text-tiny">
        <p className="font-medium text-ink-soft">{workspaceName}</p>
        <p>{dataThrough}</p>
        {account && <div className="mt-3">{account}</div>}
      </div>
    </div>
  );
}

function TopBar({ workspaceName, dataThrough, nav, act, words, homeHref, account }: RailProps) {
  return (
    <div className="border-hairline border-b px-4 py-2.5 sm:px-6 lg:hidden print:hidden">
      <details className="group">
        <summary className="flex list-none items-center justify-between gap-3">
          <span className="flex items-center gap-2">
            <Mark className="size-5" />
            <span className="font-semibold font-serif text-[1.125rem] text-ink">Triptych</span>
          </span>
          <span className="inline-flex min-h-10 items-center rounded-[6px] border border-edge px-3 font-medium text-ink text-small group-open:bg-sunk">
            {words.menu}
          </span>
        </summary>
        <div className="pt-3 pb-4">
          <NavList label={words.navigation} items={nav} />
          <div className="mt-4 px-3 text-ink-faint text-tiny">
            <p className="font-medium text-ink-soft">{workspaceName}</p>
            <p>{dataThrough}</p>
            {account && <div className="mt-3">{account}</div>}
          </div>
          <Link href={homeHref} className="sr-only">
            {words.home}
          </Link>
        </div>
      </details>
      {act && (
        <Link href={act.href} className={`${buttonLook.act} mt-2.5 w-full sm:w-auto`}>
          {act.label}
        </Link>
      )}
    </div>
  );
}

function Name({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} aria-label={`Triptych, ${label}`} className="flex items-center gap-2.5 px-1">
      <Mark />
      <span className="font-semibold font-serif text-[1.1875rem] text-ink">Triptych</span>
    </Link>
  );
}
