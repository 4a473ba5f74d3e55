import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "vite";
import { browser } from "./chromium.ts";

/** Bundles of this run, by the entry they were made from. */
const bundles = new Map<string, Promise<string>>();

/**
 * Calls the function `run` that `entryFile` exports, in a page of Chromium, and gives what it resolves with. The module is
 * bundled as the pages are, under the condition `browser`: `#native` is noble there, and nothing of Node is within reach.
 * `data` and the result are copied as JSON is.
 *
 * @example await runInChromium<string>(join(import.meta.dirname, "same-bytes.page.ts"), { seed: "00" })
 */
export async function runInChromium<T>(entryFile: string, data: unknown): Promise<T> {
  const code = bundles.get(entryFile) ?? bundled(entryFile);
  bundles.set(entryFile, code);
  const files = { "/": ["text/html", "<!doctype html><title>harness</title>"], "/m.js": js(await code) } as const;
  const page = await (await browser()).newPage();
  const server = await serve(files);
  try {
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(String(error)));
    await page.goto(server.url);
    const result = await page.evaluate(async (given) => {
      const module = await import(String("/m.js"));
      return module.run(given);
    }, data);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return result as T;
  } finally {
    await page.close();
    await server.close();
  }
}

/** One ES module that holds the entry and all it imports. */
async function bundled(entryFile: string): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "esnext",
      lib: { entry: entryFile, formats: ["es"], fileName: "m" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(made) ? made : [made];
  if (first === undefined || !("output" in first)) throw new Error(`${entryFile} gave no module`);
  const [chunk] = first.output;
  return chunk.code;
}

type File = readonly [mediaType: string, body: string | Uint8Array];
const js = (code: string): File => ["text/javascript", code];

export interface Served {
  /** Without the slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves these files, by their path, on a free port of this machine. */
export async function serve(files: Readonly<Record<string, File>>): Promise<Served> {
  const server: Server = createServer((req, res) => {
    const [mediaType, body] = files[req.url ?? ""] ?? ["text/plain", ""];
    res.writeHead(req.url !== undefined && req.url in files ? 200 : 404, { "Content-Type": mediaType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
