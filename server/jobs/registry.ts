import { derive } from "../churn/jobs";
import { eraseCustomerJob, joinCustomersJob } from "../customers/jobs";
import { followChangeJob } from "../following/jobs";
import { importUploaded, tryUploaded } from "../ingest/jobs";
import { undoImportJob } from "../ingest/undo-import";
import { judgeDataJob } from "../quality/jobs";
import type { Handlers } from "./run";

/** What each queue does. */
export const handlers: Handlers = {
  import: importUploaded,
  "try-import": tryUploaded,
  "undo-import": undoImportJob,
  "join-customers": joinCustomersJob,
  "erase-customer": eraseCustomerJob,
  derive,
  "follow-change": followChangeJob,
  "judge-data": judgeDataJob,
};
