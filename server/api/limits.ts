/** What one request may hold; the OpenAPI document says the same. */
export const limits = {
  ndjsonBytes: 32 * 1024 ** 2,
  jsonBytes: 5 * 1024 ** 2,
  rows: 50_000,
  rowBytes: 1024 ** 2,
} as const;

/** Requests a minute. One address may hold several keys. */
export const rates = { perKey: 600, perAddress: 1_200 } as const;

/** Hours for which the answer to an `Idempotency-Key` is kept. */
export const repeatHours = 24;
