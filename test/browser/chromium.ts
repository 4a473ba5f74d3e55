import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian's package puts it. */
const USUAL_PLACE = "/usr/bin/chromium";
/** Chromium calls home for updates and the like unless it is told not to. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** YZ_CHROMIUM names the browser and demands it: a run with it set fails where there is none. Without it, the usual place. */
export const executable = process.env.YZ_CHROMIUM ?? (existsSync(USUAL_PLACE) ? USUAL_PLACE : undefined);

let launched: Promise<Browser> | undefined;

/** The one browser of this run, started when it is first needed. */
export function browser(): Promise<Browser> {
  launched ??= launch([]);
  return launched;
}

/** A browser of its own whose camera shows this video (Y4M), over and over. */
export const filming = (video: string): Promise<Browser> =>
  launch(["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${video}`]);

function launch(more: readonly string[]): Promise<Browser> {
  if (executable === undefined) throw new Error(`no ${USUAL_PLACE}, and YZ_CHROMIUM is not set`);
  return chromium.launch({ executablePath: executable, args: [...QUIET, ...more] });
}

if (executable === undefined) {
  process.stdout.write(`no ${USUAL_PLACE}, and YZ_CHROMIUM is not set: everything that needs a browser is skipped\n`);
}

/** As `describe`, for what needs a browser; counted as skipped where there is none. */
export const describeInBrowser = executable === undefined ? describe.skip : describe;

after(async () => {
  // One that did not start has failed the test that asked for it.
  await launched?.then(
    (running) => running.close(),
    () => {},
  );
});
