import { parentPort } from "node:worker_threads";
import type { DocumentSigner, SealKey, Timestamper } from "../../documents/documents.ts";
import type { Asked, Job, Outcome, Reply, ShownKey } from "./messages.ts";
import { bytesIn, outcomeOf } from "./outcome.ts";

export type Work = Exclude<Job, { kind: "answer" }>;

/** Callbacks of one job, which stayed in the thread that started it. */
export interface Callbacks {
  seal(key: ShownKey, index: number): SealKey;
  signer(shown: Omit<DocumentSigner, "sign">): DocumentSigner;
  readonly timestamper: Timestamper;
}

/** Does jobs in a thread that holds no key, and asks for signatures. */
export function serve(run: (job: Work, callbacks: Callbacks) => Promise<Uint8Array>): void {
  const port = parentPort;
  if (port === null) throw new Error("this file runs as a worker");
  const asked = new Map<number, (outcome: Outcome) => void>();
  let calls = 0;
  const send = (reply: Reply): void => port.postMessage(reply);
  const ask = async (id: number, what: Asked, bytes: Uint8Array): Promise<Uint8Array> => {
    const call = calls++;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    asked.set(call, resolve);
    send({ id, kind: "ask", call, what, bytes });
    return bytesIn(await promise);
  };
  const callbacksOf = (id: number): Callbacks => ({
    seal: (key, index) => ({ ...key, sign: (bytes) => ask(id, `seal ${index}`, bytes) }),
    signer: (shown) => ({ ...shown, sign: (bytes) => ask(id, "sign", bytes) }),
    timestamper: (digest) => ask(id, "timestamp", digest),
  });
  port.on("message", (job: Job) => {
    if (job.kind === "answer") {
      asked.get(job.call)?.(job.outcome);
      asked.delete(job.call);
      return;
    }
    outcomeOf(run(job, callbacksOf(job.id))).then((outcome) => send({ id: job.id, kind: "done", outcome }));
  });
}
