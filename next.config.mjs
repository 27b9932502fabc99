import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ["postgres", "pg-boss", "@node-rs/argon2"],
  // Browsers ask for it where a page has no icon of its own.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  experimental: { authInterrupts: true },
  // `npm test` checks types itself, once, with the compiler of package.json.
  typescript: { ignoreBuildErrors: true },
};

export default createNextIntlPlugin("./server/i18n/request.ts")(config);
