import { makeDemo } from "../demo/make-demo";
import { endWithSupervisor } from "./end-with-supervisor";

/**
 * Makes the demo in a process of its own, so that the supervisor goes on answering while it computes. Told by the
 * environment; tells its progress over the channel, and ends when that closes.
 */
const { DATABASE_URL: ownerUrl = "", DATABASE_APP_URL: appUrl = "", TRIPTYCH_STATE: stateFolder } = process.env;
endWithSupervisor();
await makeDemo({
  ownerUrl,
  appUrl,
  stateFolder,
  customers: Number(process.env.TRIPTYCH_DEMO_CUSTOMERS),
  progress: (step, share) => process.send?.({ step, share }),
});
process.exit(0);
