import { z } from "zod";

/** The tables whose ids a procedure may take. */
export type Entity =
  | "change"
  | "alert"
  | "import_batch"
  | "store"
  | "product"
  | "customer"
  | "customer_join"
  | "erasure"
  | "member"
  | "invitation"
  | "api_key"
  | "data_alert"
  | "job_run"
  | "source";

/** An id of a row of the caller's workspace. The walk over the router finds these and tries another workspace's. */
export const id = (entity: Entity) => z.number().int().positive().meta({ entity });
