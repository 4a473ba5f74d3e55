// A thread that reads files of strangers. It knows nothing and reaches nothing; who started it ends it.
import { parentPort } from "node:worker_threads";
import { readAnyFile } from "../../documents/read/file.ts";

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker");
port.on("message", (bytes: Uint8Array) => {
  readAnyFile(bytes).then((reading) => port.postMessage(reading));
});
port.postMessage("ready");
