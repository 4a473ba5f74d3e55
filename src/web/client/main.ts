import "./main.css";
import { fromBody } from "./body.ts";
import { addCopyButtons } from "./copy.ts";
import { start } from "./start.tsx";

// The verify page is taken over; all others work without a script, and get buttons that copy.
if (document.body.dataset.page === "verify") start(fromBody(document.body));
else addCopyButtons(document);
