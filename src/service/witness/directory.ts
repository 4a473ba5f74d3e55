import { abiDecode } from "../../crypto/abi-decode.ts";
import { concat, fromHex, toHex, utf8 } from "../../crypto/encoding.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { CONTRACTS, LATER_CONTRACTS, type PerRegistry, type RegistryName } from "../../domain/network.ts";
import { isNone } from "./batches.ts";
import { keep } from "./rules.ts";

/** A registry's name as the Directory has it: ASCII in 32 bytes. */
const wordOf = (name: RegistryName): Hex => toHex(concat(utf8(name), new Uint8Array(32 - name.length)));

/** Everything the Directory names but itself, before it may open. */
const REQUIRED: readonly RegistryName[] = CONTRACTS.filter((name) => name !== "directory");
const REGISTRIES: readonly RegistryName[] = [...REQUIRED, ...LATER_CONTRACTS];

/** The installation as the Directory's records make it. Times are block times, 0: not yet. */
export class DirectoryModel {
  readonly #registryId: Hex;
  readonly #trusted: PerRegistry<Hex>;
  readonly #registries: Map<Hex, Hex>;
  #openedAt: Seconds = 0;
  #closedAt: Seconds = 0;
  #successor: Hex | null = null;

  /** `trusted`: addresses of the registries as the witness's own trust file has them. */
  constructor(registryId: Hex, trusted: PerRegistry<Hex>) {
    this.#registryId = registryId;
    this.#trusted = trusted;
    this.#registries = new Map([[wordOf("directory"), trusted.directory]]);
  }

  get openedAt(): Seconds {
    return this.#openedAt;
  }

  get closedAt(): Seconds {
    return this.#closedAt;
  }

  /** registryId that a closed installation is continued as; null: none. */
  get successor(): Hex | null {
    return this.#successor;
  }

  /** Addresses by name (32 bytes), the Directory's own among them. */
  get registries(): ReadonlyMap<Hex, Hex> {
    return this.#registries;
  }

  /** Refuses `directory.shut` for what can't be before the installation is opened, or after it was closed. */
  requireOpen(): void {
    keep("directory.shut", this.#isOpen());
  }

  /**
   * Takes an event of the Directory; the notice that somebody must hear, if any. Throws `witness.refused` for one that
   * breaks a rule, `schema.pattern` for data that is not the event's.
   */
  take(event: string, data: Hex, time: Seconds): "directory.registered" | "log.unknown" | null {
    if (event === "registered")
      return this.#register(...(abiDecode(["bytes32", "address"], fromHex(data)) as [Hex, Hex]));
    if (event === "opened") {
      keep("directory.life", this.#openedAt === 0 && REQUIRED.every((name) => this.#registries.has(wordOf(name))));
      this.#openedAt = time;
      return null;
    }
    if (event !== "closed") return "log.unknown";
    const [successor] = abiDecode(["bytes32"], fromHex(data)) as [Hex];
    keep("directory.life", this.#isOpen() && successor !== this.#registryId);
    this.#closedAt = time;
    this.#successor = isNone(successor) ? null : successor;
    return null;
  }

  #isOpen(): boolean {
    return this.#openedAt !== 0 && this.#closedAt === 0;
  }

  /** A registry that the trust file does not name may write what nobody here can judge. */
  #register(name: Hex, address: Hex): "directory.registered" | null {
    const first = this.#registries.size > 1 || name === wordOf("evidenceLog");
    keep("directory.name", first && !this.#registries.has(name) && !isNone(address));
    const known = REGISTRIES.find((one) => wordOf(one) === name && this.#trusted[one] !== undefined);
    keep("directory.name", known === undefined || this.#trusted[known] === address);
    this.#registries.set(name, address);
    return known === undefined ? "directory.registered" : null;
  }
}
