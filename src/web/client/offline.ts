import "./main.css";
import ReadWorker from "./reading/read-worker.ts?worker&inline";
import { allowScripts } from "./reading/trusted.ts";
import { start } from "./start.tsx";
import { WORDS } from "./words.ts";

// The page in one file, on a disk: no service, and the trust file that was put into it, if any.
const trust = document.getElementById("trust")?.textContent?.trim() ?? "";

// The worker's script stands in this page too, and is made a file of within the browser.
allowScripts("default", (url) => url.startsWith("blob:"));

start({
  language: /^en\b/i.test(navigator.language) ? "en" : "zh",
  brand: WORDS.offlineBrand,
  online: false,
  startReader: () => new ReadWorker(),
  origins: [],
  snapshot: null,
  trust: trust === "" ? null : { source: "pinned", load: async () => new TextEncoder().encode(trust) },
});
