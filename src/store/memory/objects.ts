import type { Hex } from "../../domain/bytes.ts";
import { openObject, sealObject } from "../object.ts";
import type { ObjectRef, Objects } from "../store.ts";

/** Objects by their digest. */
export class MemoryObjects implements Objects {
  readonly #kept = new Map<Hex, Uint8Array>();
  readonly #requireOpen: () => void;

  constructor(requireOpen: () => void) {
    this.#requireOpen = requireOpen;
  }

  async put(bytes: Uint8Array): Promise<ObjectRef> {
    this.#requireOpen();
    const { ref, sealed } = sealObject(bytes);
    this.#kept.set(ref.digest, sealed);
    return ref;
  }

  async get(ref: ObjectRef): Promise<Uint8Array> {
    this.#requireOpen();
    return openObject(ref, this.#kept.get(ref.digest) ?? null);
  }
}
