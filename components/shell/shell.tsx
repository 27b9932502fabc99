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
  /** The one prominent act; `short` stands for its label on a phone. */
  act: { href: string; label: ReactNode; short?: ReactNode } | null;
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
        <div className="mx-auto max-w-[70rem] px-4 2xl:max-w-[78rem] pt-5 pb-16 sm:px-6 lg:px-11 lg:pt-9 print:max-w-none print:p-0">
          {children}
        </div>
      </main>
    </div>
  );
}

type RailProps = Omit<Props, "children"> & { homeHref: string };

function Rail({ workspaceName, dataThrough, nav, act, words, homeHref, account }: RailProps) {
  return (
    <header className="sticky top-0 hidden h-dvh flex-col overflow-y-auto border-hairline border-r px-4 pt-7 pb-6 lg:flex print:hidden">
      <Name href={homeHref} label={words.home} />
      {act && (
        <Link href={act.href} className={`${buttonLook.act} mt-6 w-full justify-start px-3 text-left`}>
          {act.label}
        </Link>
      )}
      <div className="mt-5 mb-8">
        <NavList label={words.navigation} items={nav} />
      </div>
      <div className="mt-auto">
        <Where workspaceName={workspaceName} dataThrough={dataThrough} account={account} />
      </div>
    </header>
  );
}

function TopBar({ workspaceName, dataThrough, nav, act, words, homeHref, account }: RailProps) {
  return (
    <header className="relative flex flex-wrap items-center gap-2.5 border-hairline border-b px-4 py-2 sm:px-6 lg:hidden print:hidden">
      <Name href={homeHref} label={words.home} />
      {act && (
        <Link href={act.href} className={`${buttonLook.act} ml-auto px-3`}>
          <span className={act.short ? "max-sm:hidden" : ""}>{act.label}</span>
          {act.short && <span className="sm:hidden">{act.short}</span>}
        </Link>
      )}
      <details className={`group ${act ? "" : "ml-auto"}`}>
        <summary className={`${buttonLook.plain} list-none px-3 group-open:bg-sunk`}>{words.menu}</summary>
        <div className="absolute inset-x-0 top-full z-40 border-hairline border-b bg-paper px-4 pt-3 pb-6 sm:px-6">
          <NavList label={words.navigation} items={nav} />
          <Where workspaceName={workspaceName} dataThrough={dataThrough} account={account} />
        </div>
      </details>
    </header>
  );
}

function Where({ workspaceName, dataThrough, account }: Pick<Props, "workspaceName" | "dataThrough" | "account">) {
  return (
    <div className="mt-4 px-3 text-ink-faint text-tiny">
      <div className="font-medium text-ink-soft">{workspaceName}</div>
      <p>{dataThrough}</p>
      {account && <div className="mt-3">{account}</div>}
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
