import { join } from "node:path";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { openObject, sealObject } from "../object.ts";
import type { ObjectRef, Objects } from "../store.ts";
import { diskError, makeFolder, readIfThere, replaceFile, syncFolder } from "./disk.ts";

/** `objects/<first byte>/<digest>`: a file each, which a crash leaves whole or not at all. */
export class LevelObjects implements Objects {
  readonly #folder: string;
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(bytes: Uint8Array): Promise<ObjectRef> {
    this.#requireOpen();
    const { ref, sealed } = sealObject(bytes);
    const [folder, path] = this.#placeOf(ref.digest);
    try {
      await makeFolder(folder);
      await replaceFile(path, sealed);
      // The folder's own name, where it is new.
      await syncFolder(this.#folder);
    } catch (cause) {
      throw diskError(cause);
    }
    return ref;
  }

  async get(ref: ObjectRef): Promise<Uint8Array> {
    this.#requireOpen();
    const [, path] = this.#placeOf(ref.digest);
    const sealed = await readIfThere(path).catch((cause: unknown) => {
      throw diskError(cause);
    });
    return openObject(ref, sealed);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #placeOf(digest: Hex): readonly [string, string] {
    // It comes from the journal; still nothing that is no digest becomes a path.
    if (!/^0x[0-9a-f]{64}$/.test(digest)) throw new YinzhengError("store.damaged", { what: "no object has this name" });
    const name = digest.slice(2);
    const folder = join(this.#folder, name.slice(0, 2));
    return [folder, join(folder, name)];
  }

  #requireOpen(): void {
    if (this.#closed) throw new YinzhengError("store.closed");
  }
}
