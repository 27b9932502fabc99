import { handle } from "@/server/trpc/handle";

type Route = { params: Promise<{ workspace: string; trpc: string }> };

async function answer(request: Request, { params }: Route): Promise<Response> {
  const { workspace } = await params;
  return handle(request, workspace);
}

export { answer as GET, answer as POST };
