import { createTRPCClient, httpBatchLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/router";

/** How an island asks: the same procedures, permissions and errors as a page's caller. */
export function browserDoor(workspace: string) {
  const url = `/api/trpc/${encodeURIComponent(workspace)}`;
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url, transformer: superjson, maxItems: 10 })] });
}
