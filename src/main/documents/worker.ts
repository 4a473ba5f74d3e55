// A thread that makes documents, one after another; it holds no key and asks for signatures.
import { parentPort, workerData } from "node:worker_threads";
import { openDocuments } from "../../documents/documents.ts";
import type { Job, Outcome, Reply, WorkerStart } from "./messages.ts";
import { bytesIn, outcomeOf } from "./outcome.ts";

const port = parentPort;
if (port === null) throw new Error("this file runs as a worker");
const { fonts } = workerData as WorkerStart;
const documents = openDocuments(fonts);
const asked = new Map<number, (outcome: Outcome) => void>();
let calls = 0;

const send = (reply: Reply): void => port.postMessage(reply);

/** Asks the thread that holds the callback. */
async function ask(id: number, what: "sign" | "timestamp", bytes: Uint8Array): Promise<Uint8Array> {
  const call = calls++;
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  asked.set(call, resolve);
  send({ id, kind: "ask", call, what, bytes });
  return bytesIn(await promise);
}

async function run(job: Exclude<Job, { kind: "answer" }>): Promise<Uint8Array> {
  if (job.kind === "certificate") return documents.certificate(job.request);
  if (job.kind === "certificate ofd") {
    const { key, time } = job.sealing;
    return documents.certificateOfd(job.request, {
      key: { ...key, sign: (bytes) => ask(job.id, "sign", bytes) },
      time,
    });
  }
  const { stamped, signer, ...rest } = job.request;
  return documents.sign(job.pdf, {
    ...rest,
    signer: { ...signer, sign: (bytes) => ask(job.id, "sign", bytes) },
    ...(stamped ? { timestamper: (digest: Uint8Array) => ask(job.id, "timestamp", digest) } : {}),
  });
}

port.on("message", (job: Job) => {
  if (job.kind === "answer") {
    asked.get(job.call)?.(job.outcome);
    asked.delete(job.call);
    return;
  }
  outcomeOf(run(job)).then((outcome) => send({ id: job.id, kind: "done", outcome }));
});
