import type { ReactNode } from "react";

export type WorkspaceLink = { href: string; name: string };
type Props = { name: ReactNode; others: readonly WorkspaceLink[]; label: ReactNode };

/**
 * The workspace's name; folded behind it, where there are any, the reader's others. Plain links: nothing of another
 * workspace is fetched ahead. Needs no script.
 */
export function WorkspaceSwitch({ name, others, label }: Props) {
  if (others.length === 0) return name;
  return (
    <details className="group">
      <summary className="touch cursor-pointer hover:text-ink">
        {name} <span className="sr-only">({label})</span>
      </summary>
      <ul className="my-1.5 grid gap-1 border-hairline border-l pl-3">
        {others.map(({ href, name }) => (
          <li key={href}>
            <a href={href} className="touch link hover:text-ink">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
