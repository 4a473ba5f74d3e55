import { render } from "preact";
import { App } from "./app.tsx";
import type { Host } from "./host.ts";

/** Takes the page over. */
export function start(host: Host): void {
  document.body.replaceChildren();
  render(<App host={host} />, document.body);
}
