import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ShownRun } from "@/server/jobs/schema";
import { stepIn } from "./step-in";

/** The step in words; the change it is about leads to its page. */
export async function StepName({ step, home }: { step: ShownRun; home: string }) {
  const t = await getTranslations("runs");
  const { change } = step;
  if (!change) return <>{stepIn(t, step)}</>;
  return (
    <>
      {stepIn(t, { ...step, change: null })}
      <Link href={`${home}/changes/${change.id}`} className="touch link block font-normal text-ink-soft">
        {change.title}
      </Link>
    </>
  );
}
