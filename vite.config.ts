import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Browser code only; pages are rendered by the service, which finds the hashed names in `dist/web/.vite/manifest.json`. */
export default defineConfig({
  root: folder("src/web/client"),
  base: "/assets/",
  publicDir: false,
  build: {
    outDir: folder("dist/web"),
    emptyOutDir: true,
    assetsDir: "",
    manifest: true,
    // A strict CSP allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: { main: folder("src/web/client/main.ts") } },
  },
});
