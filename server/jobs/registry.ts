import { derive } from "../churn/jobs";
import { followChangeJob } from "../following/jobs";
import { importUploaded } from "../ingest/jobs";
import type { Handlers } from "./run";

/** What each queue does. */
export const handlers: Handlers = {
  import: importUploaded,
  derive,
  "follow-change": followChangeJob,
};
