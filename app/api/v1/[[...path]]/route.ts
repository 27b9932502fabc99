import { handleApi } from "@/server/api/handle";
import { networkAddress } from "@/server/auth/network-address";

/** All of /api/v1: server/api/routes.ts says what there is, and the handler refuses the rest in its own words. */
function answer(request: Request): Promise<Response> {
  return handleApi(request, networkAddress(request.headers));
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
export const dynamic = "force-dynamic";
