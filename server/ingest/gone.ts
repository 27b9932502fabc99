/** Null where a file or folder is not there (any more); every other error is thrown on. */
export function gone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
