// A thread that makes documents, one after another; it holds no key and asks for signatures.
import { workerData } from "node:worker_threads";
import { openDocuments } from "../../documents/documents.ts";
import type { WorkerStart } from "./messages.ts";
import { serve } from "./thread-side.ts";

const documents = openDocuments((workerData as WorkerStart).fonts);

serve(async (job, callbacks) => {
  if (job.kind === "certificate") return documents.certificate(job.request);
  if (job.kind === "certificate ofd") {
    const { key, time } = job.sealing;
    return documents.certificateOfd(job.request, { key: callbacks.seal(key, 0), time });
  }
  if (job.kind === "seal") return documents.seal(job.pdf, { ...job.request, key: callbacks.seal(job.request.key, 0) });
  if (job.kind === "stamp") throw new Error("files of strangers have a thread of their own");
  const { stamped, signer, ...rest } = job.request;
  return documents.sign(job.pdf, {
    ...rest,
    signer: callbacks.signer(signer),
    ...(stamped ? { timestamper: callbacks.timestamper } : {}),
  });
});
