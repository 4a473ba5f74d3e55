import "./main.css";
import { start } from "./start.tsx";
import { WORDS } from "./words.ts";

// The page in one file, on a disk: no service, and the trust file that was put into it, if any.
const trust = document.getElementById("trust")?.textContent?.trim() ?? "";

start({
  language: /^en\b/i.test(navigator.language) ? "en" : "zh",
  brand: WORDS.offlineBrand,
  online: false,
  origins: [],
  trust: trust === "" ? null : { source: "pinned", load: async () => new TextEncoder().encode(trust) },
});
