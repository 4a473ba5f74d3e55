/** Front door of the pages: pure functions from plain data to HTML. */
export type { Assets } from "./document.ts";
export { favicon } from "./favicon.ts";
export { type HomeData, homePage } from "./home.ts";
