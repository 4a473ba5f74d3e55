import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Browser code only. The service renders its pages and finds the hashed names in `dist/web/.vite/manifest.json`;
 * `--mode offline` makes one script and one style sheet for the page in one file, into `dist/offline`.
 */
export default defineConfig(({ mode }) => ({
  root: folder("src/web/client"),
  base: "/assets/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    emptyOutDir: true,
    assetsDir: "",
    // A strict CSP allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: false,
    ...(mode === "offline" ? offline : served),
  },
}));

const served = {
  outDir: folder("dist/web"),
  manifest: true,
  rolldownOptions: { input: { main: folder("src/web/client/main.ts") } },
};

const offline = {
  outDir: folder("dist/offline"),
  // Else the script would make the style sheet, which the page's policy forbids.
  cssCodeSplit: false,
  rolldownOptions: {
    input: { offline: folder("src/web/client/offline.ts") },
    output: {
      format: "iife" as const,
      codeSplitting: false,
      entryFileNames: "offline.js",
      assetFileNames: "offline[extname]",
    },
  },
};
