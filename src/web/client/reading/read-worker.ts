import { readDocument } from "../../../documents/read/read.ts";

// A thread that reads files of strangers. It reaches nothing; the page ends it when it takes too long.
addEventListener("message", ({ data }: MessageEvent<Uint8Array>) => {
  readDocument(data).then((reading) => postMessage(reading));
});
postMessage("ready");
