// A thread that puts seals on files of strangers; it holds no key, and who started it ends it.
import { stampAny } from "../../documents/stamp/any.ts";
import { serve } from "./thread-side.ts";

serve(async (job, callbacks) => {
  if (job.kind !== "stamp") throw new Error("this thread stamps");
  const { key, more, pades, ...rest } = job.request;
  return stampAny(job.file, {
    ...rest,
    key: callbacks.seal(key, 0),
    more: more.map((seal, i) => ({ ...seal, key: callbacks.seal(seal.key, i + 1) })),
    ...(pades === null
      ? {}
      : {
          pades: {
            signer: callbacks.signer(pades.signer),
            ...(pades.stamped ? { timestamper: callbacks.timestamper } : {}),
          },
        }),
  });
});
