import express, { type Express } from "express";

/** Express without what it would do by itself: parse queries, make tags, name itself, forgive a slash or a capital letter. */
export function bare(proxies = 0): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.disable("query parser");
  app.enable("strict routing");
  app.enable("case sensitive routing");
  app.set("trust proxy", proxies);
  return app;
}
