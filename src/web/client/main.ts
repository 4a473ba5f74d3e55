import "./main.css";
import { fromBody } from "./body.ts";
import { addCopyButtons } from "./copy.ts";
import readerUrl from "./reading/read-worker.ts?worker&url";
import { allowScripts } from "./reading/trusted.ts";
import { start } from "./start.tsx";

// The verify page is taken over; all others work without a script, and get buttons that copy.
if (document.body.dataset.page === "verify") {
  const trusted = allowScripts("reader", (url) => url === readerUrl);
  start(fromBody(document.body, () => new Worker(trusted(readerUrl))));
} else addCopyButtons(document);
