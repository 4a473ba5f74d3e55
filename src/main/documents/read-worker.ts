// A thread that reads files of strangers. It knows nothing and reaches nothing; who started it ends it.
import { parentPort } from "node:worker_threads";
import { readDocument } from "../../documents/read/read.ts";

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker");
port.on("message", (bytes: Uint8Array) => {
  readDocument(bytes).then((reading) => port.postMessage(reading));
});
port.postMessage("ready");
