import { fromHex, toHex } from "../../crypto/encoding.ts";
import { demand } from "../../crypto/failure.ts";
import { sha256 } from "../../crypto/hash.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { Hex } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { Network } from "../../domain/network.ts";
import { fromQuantity } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { LogTree } from "./log-tree.ts";
import { ask, logsOf } from "./node.ts";
import { RecordIndex, type RecordPlace } from "./record-index.ts";
import { abiDecode } from "./struct.ts";
import { readView, topicOf } from "./views.ts";

/** Most blocks asked for at once. */
export const RANGE = 5_000;

/**
 * The evidence log as its events tell it, in memory: the tree of leaf hashes, where each leaf is, and what the records
 * are about. Follows the chain when asked; whatever it has read was compared with the contract's own root.
 */
export class LogIndex {
  readonly #rpc: Rpc;
  readonly #network: Network;
  #tree = new LogTree();
  #records = new RecordIndex();
  /** Block of each leaf. */
  #blocks: number[] = [];
  #next: number;
  #running: Promise<void> = Promise.resolve();

  constructor(rpc: Rpc, network: Network) {
    this.#rpc = rpc;
    this.#network = network;
    this.#next = network.deployBlock;
  }

  /** What the records are about, as of the head when it was called. */
  async records(): Promise<RecordIndex> {
    await this.#follow();
    return this.#records;
  }

  /** RFC 9162 path of a leaf in the log of `size`; throws `internal` where the log isn't that long. */
  async inclusion(index: number, size: number): Promise<readonly Hex[]> {
    await this.#reach(size);
    return this.#tree.path(index, size).map(toHex);
  }

  /** RFC 9162 proof that the log of `from` leaves is the beginning of that of `to`; throws `internal` where there are none such. */
  async consistency(from: number, to: number): Promise<readonly Hex[]> {
    await this.#reach(to);
    return this.#tree.consistency(from, to).map(toHex);
  }

  /** Roots of the complete subtrees of 2^level leaves numbered [first, end); throws `internal` where the log isn't that long. */
  async subtrees(level: number, first: number, end: number): Promise<readonly Hex[]> {
    await this.#reach(end * 2 ** level);
    return Array.from({ length: end - first }, (_, i) => toHex(this.#tree.subtree(level, first + i)));
  }

  /** Leaf data of [from, to), read from the chain again and compared with the tree. */
  async leaves(from: number, to: number): Promise<readonly Hex[]> {
    if (to > from) await this.#reach(to);
    demand(Number.isInteger(from) && from >= 0 && to <= Math.max(from, this.#tree.size), "a range of the log");
    const leaves: Hex[] = [];
    while (from + leaves.length < to) {
      const index = from + leaves.length;
      const first = this.#blocks[index] ?? 0;
      const last = Math.min(this.#blocks[to - 1] ?? first, first + RANGE - 1);
      for (const event of await this.#events(first, last)) {
        if (event.index >= from + leaves.length && event.index < to) leaves.push(this.#checked(event));
      }
      if (from + leaves.length === index) throw this.#mismatch(index);
    }
    return leaves;
  }

  /** Blocks of the first and the last of the leaves [from, to); null where there are none. */
  async blocks(from: number, to: number): Promise<{ readonly first: number; readonly last: number } | null> {
    await this.#reach(to);
    const [first, last] = [this.#blocks[from], this.#blocks[to - 1]];
    return first === undefined || last === undefined || from >= to ? null : { first, last };
  }

  /** Leaf data at one place. */
  async leafAt({ index, block }: RecordPlace): Promise<Hex> {
    const event = (await this.#events(block, block)).find((one) => one.index === index);
    if (event === undefined) throw this.#mismatch(index);
    return this.#checked(event);
  }

  /** Follows the chain unless the log is long enough already. */
  async #reach(size: number): Promise<void> {
    if (size > this.#tree.size) await this.#follow();
  }

  /** One at a time; a call made meanwhile follows once more, so that it sees what was there when it was made. */
  #follow(): Promise<void> {
    const run = this.#running.then(() => this.#catchUp());
    this.#running = run.catch((cause: unknown) => {
      if (isYinzhengError(cause, "chain.mismatch")) this.#forget();
    });
    return run;
  }

  /** The next call reads everything again: the node may only have been behind itself. */
  #forget(): void {
    this.#tree = new LogTree();
    this.#records = new RecordIndex();
    this.#blocks = [];
    this.#next = this.#network.deployBlock;
  }

  async #catchUp(): Promise<void> {
    const head = fromQuantity(await ask(this.#rpc, "eth_blockNumber"));
    if (head < this.#next) return;
    while (this.#next <= head) {
      const last = Math.min(head, this.#next + RANGE - 1);
      for (const event of await this.#events(this.#next, last)) this.#append(event);
      this.#next = last + 1;
    }
    await this.#compare(head);
  }

  #append({ index, data, block }: LeafEvent): void {
    if (index !== this.#tree.size) throw this.#mismatch(index);
    this.#tree.append(leafHash(sha256, fromHex(data)));
    this.#blocks.push(block);
    try {
      this.#records.add(data, { index, block });
    } catch (cause) {
      throw this.#mismatch(index, cause);
    }
  }

  async #compare(block: number): Promise<void> {
    const [size, root] = await readView(this.#rpc, this.#network, {
      contract: "evidenceLog",
      name: "checkpoint",
      at: block,
    });
    const known = this.#tree.size;
    if (Number(size) === known && String(root) === toHex(this.#tree.root(known))) return;
    throw this.#mismatch(known);
  }

  async #events(from: number, to: number): Promise<LeafEvent[]> {
    const topics = [topicOf("evidenceLog", "Appended")];
    const logs = await logsOf(this.#rpc, { address: this.#network.contracts.evidenceLog, topics, from, to });
    return logs.map(({ topics: [, index], data, block }) => {
      return { index: fromQuantity(index), data: bytesOf(data), block };
    });
  }

  #checked({ index, data }: LeafEvent): Hex {
    const same = index < this.#tree.size && toHex(leafHash(sha256, fromHex(data))) === toHex(this.#tree.leaf(index));
    if (!same) throw this.#mismatch(index);
    return data;
  }

  #mismatch(index: number, cause?: unknown): YinzhengError {
    return new YinzhengError("chain.mismatch", { what: "evidence log", index }, cause);
  }
}

/** The one `bytes` that an event carries. */
function bytesOf(data: Hex): Hex {
  try {
    return `0x${String(abiDecode(["bytes"], data)[0]).slice(2)}`;
  } catch (cause) {
    throw new YinzhengError("chain.mismatch", { what: "evidence log", expected: "an Appended event" }, cause);
  }
}

interface LeafEvent {
  readonly index: number;
  readonly data: Hex;
  readonly block: number;
}
