/** NIST SP 800-63B: length counts, composition rules do not. */
export const passwordLength = { min: 12, max: 200 } as const;
