import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** Who somebody is at the provider is what they type as their login there: "subject address", or "subject address unverified". */
function claimsOf(login: string) {
  const [sub = "", email, word] = login.split(" ");
  return { sub, email, email_verified: word !== "unverified", name: `${sub} of the provider` };
}

/**
 * An OpenID provider on this machine, as a brand has one: authorization code, PKCE demanded, its own sign-in and consent.
 * Returns the variables that make Triptych know it.
 */
export async function startIdentityProvider(port: number, redirectUri: string): Promise<Record<string, string>> {
  const issuer = `http://localhost:${port}`;
  const client = { client_id: "triptych", client_secret: "a secret between the two of them" };
  const provider = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["kept for this run only"] },
    findAccount: (_, accountId) => ({ accountId, claims: async () => claimsOf(accountId) }),
  });
  const server = provider.listen(port, "localhost");
  await new Promise<void>((resolve) => server.once("listening", () => resolve()));
  return {
    OIDC_ISSUER: `http://localhost:${(server.address() as AddressInfo).port}`,
    OIDC_CLIENT_ID: client.client_id,
    OIDC_CLIENT_SECRET: client.client_secret,
    OIDC_NAME: "Maison ID",
  };
}
