import type { Documents, FontFiles, SealKey, StampRequest } from "../../documents/documents.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { ShownKey, ShownStamp } from "./messages.ts";
import { type Answers, type NewJob, Thread } from "./thread.ts";

/** Documents made by threads of their own, so that the service answers meanwhile. */
export interface DocumentPool extends Documents {
  close(): Promise<void>;
}

/** Files of strangers that wait for their thread; whoever comes then is told to come later. */
const MOST_WAITING = 16;
/** Of that thread, MiB. */
const HEAP = 1024;

/** @param threads how many make documents, when first needed; one more puts seals on files of strangers, one after another */
export function openDocumentPool(fonts: FontFiles, threads: number): DocumentPool {
  const script = new URL("./worker.ts", import.meta.url);
  const members = Array.from({ length: threads }, () => new Thread({ script, data: { fonts } }));
  const stamper = openStamper();
  /** The one with the least to do. */
  const run = (job: NewJob, answers: Answers): Promise<Uint8Array> => {
    const [free] = members.toSorted((a, b) => a.busy - b.busy);
    if (free === undefined) throw new YinzhengError("internal", { threads });
    return free.run(job, answers);
  };
  return {
    certificate: (request) => run({ kind: "certificate", request }, () => undefined),
    certificateOfd(request, { key, time }) {
      return run({ kind: "certificate ofd", request, sealing: { key: shownOf(key), time } }, () => key.sign);
    },
    sign(pdf, { signer, timestamper, ...rest }) {
      const { sign, ...shown } = signer;
      const request = { ...rest, signer: shown, stamped: timestamper !== undefined };
      const signs = (bytes: Uint8Array) => sign.call(signer, bytes);
      return run({ kind: "sign", pdf, request }, (what) => (what === "sign" ? signs : timestamper));
    },
    seal(pdf, { key, ...rest }) {
      return run({ kind: "seal", pdf, request: { ...rest, key: shownOf(key) } }, () => key.sign);
    },
    stamp: (file, request) => stamper.stamp(file, request),
    close: async () => {
      await Promise.all([...members, stamper].map((member) => member.close()));
    },
  };
}

/** One file at a time, so that one that ends the thread takes no other with it. */
function openStamper() {
  const script = new URL("./stamp-worker.ts", import.meta.url);
  const thread = new Thread({ script, heapMb: HEAP, fault: new YinzhengError("document.too_slow") });
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    close: () => thread.close(),
    async stamp(file: Uint8Array, request: StampRequest): Promise<Uint8Array> {
      if (waiting >= MOST_WAITING) throw new YinzhengError("http.rate");
      waiting += 1;
      const done = last.then(() =>
        thread.run({ kind: "stamp", file, request: shownStamp(request) }, answersOf(request)),
      );
      last = done.catch(() => undefined);
      try {
        return await done;
      } finally {
        waiting -= 1;
      }
    },
  };
}

const shownOf = ({ seal, certificate }: SealKey): ShownKey => ({ seal, certificate });

function shownStamp({ key, placements, time, more = [], pades }: StampRequest): ShownStamp {
  return {
    key: shownOf(key),
    placements,
    time,
    more: more.map((one) => ({ ...one, key: shownOf(one.key) })),
    pades: pades === undefined ? null : signerOf(pades),
  };
}

function signerOf({ signer, timestamper }: NonNullable<StampRequest["pades"]>): ShownStamp["pades"] {
  const { sign: _, ...shown } = signer;
  return { signer: shown, stamped: timestamper !== undefined };
}

const answersOf =
  ({ key, more = [], pades }: StampRequest): Answers =>
  (what) => {
    if (what === "sign") return pades === undefined ? undefined : (bytes) => pades.signer.sign(bytes);
    if (what === "timestamp") return pades?.timestamper;
    return [key, ...more.map((one) => one.key)][Number(what.slice("seal ".length))]?.sign;
  };
