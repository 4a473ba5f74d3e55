import { YinzhengError } from "../../domain/errors.ts";
import type { KeyInfo, Keys, Signer } from "../keys.ts";
import { infoOf, type Random, SECRET_BYTES, signerOf } from "../signer.ts";

interface Held {
  readonly info: KeyInfo;
  readonly signer: Signer;
  readonly secret: Uint8Array;
}

/** A keystore that ends with the process. `random` makes the secrets: with fixed bytes, fixed keys, for tests. */
export function memoryKeys({ random }: { readonly random: Random }): Keys {
  const held = new Map<string, Held>();
  let closed = false;
  const requireOpen = () => {
    if (closed) throw new YinzhengError("store.closed");
  };
  return {
    async list() {
      requireOpen();
      const names = [...held.keys()].sort();
      return names.map((name) => held.get(name)).flatMap((key) => (key === undefined ? [] : [key.info]));
    },
    async get(name) {
      requireOpen();
      const key = held.get(name);
      if (key === undefined) throw new YinzhengError("keys.missing", { name });
      return key.signer;
    },
    async create(name, algorithm, purpose) {
      requireOpen();
      const secret = Uint8Array.from(random(SECRET_BYTES));
      const info = infoOf(name, algorithm, purpose, secret);
      if (held.has(name)) throw new YinzhengError("conflict.state", { name, expected: "a name that no key has" });
      const signer = signerOf(info, secret);
      held.set(name, { info, signer, secret });
      return signer;
    },
    async close() {
      closed = true;
      for (const { secret } of held.values()) secret.fill(0);
    },
  };
}
