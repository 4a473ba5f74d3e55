import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { YinzhengError } from "../../domain/errors.ts";
import type { Index, Store } from "../store.ts";
import { MemoryJournal } from "./journal.ts";
import { MemoryObjects } from "./objects.ts";
import { MemoryIndex } from "./ordered-index.ts";

/** A store that ends with the process, by the same rules as one on disk: for tests and for trying things out. */
export function openMemoryStore(): Store {
  const key = createSecretKey(randomBytes(32));
  let closed = false;
  const requireOpen = () => {
    if (closed) throw new YinzhengError("store.closed");
  };
  const mac: Index["mac"] = (name) => createHmac("sha256", key).update(name, "utf8").digest("base64url");
  return {
    journal: new MemoryJournal(requireOpen),
    index: new MemoryIndex(mac, requireOpen),
    objects: new MemoryObjects(requireOpen),
    async close() {
      closed = true;
    },
  };
}
