import type { Handler } from "../jobs/run";

/** Makes or undoes one join, as its state asks. */
export const joinCustomersJob: Handler<"join-customers"> = async () => {
  throw new Error("not made yet");
};

export const eraseCustomerJob: Handler<"erase-customer"> = async () => {
  throw new Error("not made yet");
};
