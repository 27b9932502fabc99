import { DeadEnd } from "./dead-end";

export default function NotFoundPage() {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[36rem] px-4 py-24 outline-none">
      <DeadEnd reason="notFound" />
    </main>
  );
}
