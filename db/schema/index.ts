export * from "./alerts";
export * from "./auth";
export * from "./catalog";
export * from "./changes";
export * from "./customers";
export * from "./following";
export * from "./ingest";
export { applicationRole } from "./shared";
export * from "./workspaces";
