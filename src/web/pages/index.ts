/** Front door of the pages: pure functions from plain data to HTML. */
export { apiPage } from "./api.ts";
export type { ApiDocument } from "./api-document.ts";
export type { Assets } from "./document.ts";
export { favicon } from "./favicon.ts";
export { type LookupData, type LookupResult, lookupPage } from "./lookup.ts";
export { type NetworkData, networkPage } from "./network.ts";
export { offlinePage } from "./offline.ts";
export { type VerifyData, verifyPage } from "./verify.ts";
