import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonLook, buttonLook } from "./button-look";

type Props = { href: string; look?: ButtonLook; children: ReactNode; className?: string; download?: boolean };

/** A link that looks like an act. Files are plain links, so that the browser keeps them. */
export function ButtonLink({ href, look = "plain", children, className = "", download = false }: Props) {
  const classes = `${buttonLook[look]} ${className}`;
  return download ? (
    <a href={href} download className={classes}>
      {children}
    </a>
  ) : (
    <Link href={href} className={classes}>
      {children}
    </Link>
  );
}
