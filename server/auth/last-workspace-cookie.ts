/** Holds the slug of the workspace that a browser showed last; whoever reads it looks whether it is still theirs. */
export const lastWorkspaceCookie = "workspace";
