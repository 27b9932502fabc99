import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["postgres", "pg-boss", "@node-rs/argon2"],
  experimental: { authInterrupts: true },
  // `npm test` checks types itself, once, with the compiler of package.json.
  typescript: { ignoreBuildErrors: true },
};

export default createNextIntlPlugin("./server/i18n/request.ts")(config);
