import { startChangesJob } from "../changes/jobs";
import { refitModelJob, refreshPortraitsJob } from "../churn/jobs";
import { deriveVisitsJob, eraseCustomerJob, joinCustomersJob } from "../customers/jobs";
import {
  advanceMonitorsJob,
  countDaysJob,
  drawUpListJob,
  lookForDriftJob,
  openCohortJob,
  readChangeJob,
  runPlacebosJob,
  runReplayJob,
} from "../following/jobs";
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
  "derive-visits": deriveVisitsJob,
  "refit-model": refitModelJob,
  "refresh-portraits": refreshPortraitsJob,
  "start-changes": startChangesJob,
  "open-cohort": openCohortJob,
  "count-days": countDaysJob,
  "advance-monitors": advanceMonitorsJob,
  "read-change": readChangeJob,
  "draw-up-list": drawUpListJob,
  "run-placebos": runPlacebosJob,
  "look-for-drift": lookForDriftJob,
  "run-replay": runReplayJob,
  "judge-data": judgeDataJob,
};
