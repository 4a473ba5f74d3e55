import { readAnyFile } from "../../../documents/read/file.ts";

// A thread that reads files of strangers. It reaches nothing; the page ends it when it takes too long.
addEventListener("message", ({ data }: MessageEvent<Uint8Array>) => {
  readAnyFile(data).then((reading) => postMessage(reading));
});
postMessage("ready");
