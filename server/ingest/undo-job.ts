import type { Handler } from "../jobs/run";

export const undoImportJob: Handler<"undo-import"> = async () => {
  throw new Error("not made yet");
};
