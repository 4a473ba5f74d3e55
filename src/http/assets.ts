import { readFileSync } from "node:fs";
import { join } from "node:path";
import express, { type RequestHandler } from "express";
import * as z from "zod";
import { YinzhengError } from "../domain/errors.ts";
import type { Assets } from "../web/pages/index.ts";

const manifestFile = z.record(
  z.string(),
  z.looseObject({ file: z.string(), isEntry: z.boolean().optional(), css: z.array(z.string()).optional() }),
);

/** The hashed names that vite gave to the entry's script and style sheets; none where nothing was built. */
export function readAssets(folder: string | undefined): Assets {
  if (folder === undefined) return { styles: [], scripts: [] };
  const file = join(folder, ".vite", "manifest.json");
  try {
    const entries = Object.values(manifestFile.parse(JSON.parse(readFileSync(file, "utf8"))));
    const entry = entries.filter(({ isEntry }) => isEntry);
    return {
      styles: entry.flatMap(({ css = [] }) => css).map(url),
      scripts: entry.map(({ file: script }) => url(script)),
    };
  } catch (cause) {
    throw new YinzhengError("config.invalid", { setting: "assets", expected: "the folder that vite built" }, cause);
  }
}

const url = (name: string): string => `/assets/${name}`;

/** Files whose names carry their hash never change: keep them for good. */
export function serveAssets(folder: string): RequestHandler {
  return express.static(folder, {
    index: false,
    redirect: false,
    dotfiles: "ignore",
    acceptRanges: false,
    immutable: true,
    maxAge: "365d",
  });
}
