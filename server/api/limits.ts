/** What one request may hold; the OpenAPI document says the same. */
export const limits = {
  ndjsonBytes: 32 * 1024 ** 2,
  jsonBytes: 5 * 1024 ** 2,
  rows: 50_000,
  rowBytes: 1024 ** 2,
} as const;

/** Requests of a workspace that may wait to be imported: as many as one import takes. Their bytes: server/ingest/upload-room.ts. */
export const mostWaiting = 1_000;

/** Seconds after which a request may be sent again where too many wait. */
export const waitSeconds = 60;

/** Requests a minute. One address may hold several keys. */
export const rates = { perKey: 600, perAddress: 1_200 } as const;

/** Hours for which the answer to an `Idempotency-Key` is kept. */
export const repeatHours = 24;
