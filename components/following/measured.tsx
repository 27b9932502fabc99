import { HowPromised } from "@/components/churn/how-promised";
import { Breakdown } from "./breakdown";
import { CameBack } from "./came-back";
import { HowSure } from "./how-sure";
import { HowWeKnow } from "./how-we-know";
import { KeyFigures } from "./key-figures";
import { MissingNotice } from "./missing-notice";
import { NpsHeard } from "./nps-heard";
import { SampledLines } from "./sampled-lines";
import type { BreakdownShown, FollowingRead } from "./shapes";
import { Shift } from "./shift";
import { WhatTheySay } from "./what-they-say";
import { WhereTo } from "./where-to";
import { Who } from "./who";

type Props = {
  read: FollowingRead;
  breakdown: BreakdownShown | null;
  /** Which breakdown, and in which order: from the address. */
  view: { here: string; by: string | undefined; sort: string | undefined };
  currency: string;
  tz: string;
  minGroup: number;
};

/** All that was measured of a change, question by question. */
export function Measured({ read, breakdown, view, currency, tz, minGroup }: Props) {
  return (
    <>
      <MissingNotice missing={read} currency={currency} />
      {read.how.sampled && <SampledLines />}
      <KeyFigures read={read} currency={currency} />
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 content-start gap-y-12">
          <CameBack read={read} currency={currency} />
          <HowSure read={read} currency={currency} />
        </div>
        <Who read={read} currency={currency} minGroup={minGroup} />
      </div>
      {breakdown && (
        <Breakdown breakdown={breakdown} own={read.followRate} {...view} currency={currency} minGroup={minGroup} />
      )}
      <WhereTo read={read} currency={currency} />
      <Shift shift={read.shift} currency={currency} />
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-2">
        <WhatTheySay read={read} currency={currency} />
        <NpsHeard nps={read.nps} currency={currency} />
      </div>
      <div>
        <HowWeKnow read={read} currency={currency} tz={tz} />
        {!read.how.sampled && (
          <p className="mt-4">
            <HowPromised home={view.here.split("/").slice(0, 3).join("/")} />
          </p>
        )}
      </div>
    </>
  );
}
