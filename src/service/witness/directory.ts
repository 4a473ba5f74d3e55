import { abiDecode } from "../../crypto/abi-decode.ts";
import { fromHex } from "../../crypto/encoding.ts";
import type { Hex } from "../../domain/bytes.ts";
import { CONTRACTS, type ContractName } from "../../domain/network.ts";
import { isNone } from "./batches.ts";
import { keep } from "./rules.ts";

/** Everything the Directory names but itself, before it may open. */
const REGISTRIES: readonly ContractName[] = CONTRACTS.filter((name) => name !== "directory");

/** The installation as the Directory's records make it. */
export class DirectoryModel {
  readonly #registryId: Hex;
  readonly #trusted: Readonly<Record<ContractName, Hex>>;
  readonly #registered = new Set<string>();
  #life: "founding" | "open" | "closed" = "founding";

  /** `trusted`: addresses of the registries as the witness's own trust file has them. */
  constructor(registryId: Hex, trusted: Readonly<Record<ContractName, Hex>>) {
    this.#registryId = registryId;
    this.#trusted = trusted;
  }

  /** Refuses `directory.shut` for what can't be before the installation is opened, or after it was closed. */
  requireOpen(): void {
    keep("directory.shut", this.#life === "open");
  }

  /**
   * Takes an event of the Directory; the notice that somebody must hear, if any. Throws `witness.refused` for one that
   * breaks a rule, `schema.pattern` for data that is not the event's.
   */
  take(event: string, data: Hex): "directory.registered" | "log.unknown" | null {
    if (event === "registered")
      return this.#register(...(abiDecode(["bytes32", "address"], fromHex(data)) as [Hex, Hex]));
    if (event === "opened") {
      keep("directory.life", this.#life === "founding" && REGISTRIES.every((name) => this.#registered.has(name)));
      this.#life = "open";
      return null;
    }
    if (event !== "closed") return "log.unknown";
    const [successor] = abiDecode(["bytes32"], fromHex(data)) as [Hex];
    keep("directory.life", this.#life === "open" && successor !== this.#registryId);
    this.#life = "closed";
    return null;
  }

  /** A registry that the trust file does not name may write what nobody here can judge. */
  #register(word: Hex, address: Hex): "directory.registered" | null {
    const name = nameIn(word);
    const first = this.#registered.size > 0 || name === "evidenceLog";
    keep("directory.name", first && name !== "directory" && !this.#registered.has(name) && !isNone(address));
    const known = REGISTRIES.find((one) => one === name);
    keep("directory.name", known === undefined || this.#trusted[known] === address);
    this.#registered.add(name);
    return known === undefined ? "directory.registered" : null;
  }
}

const nameIn = (word: Hex): string => new TextDecoder().decode(fromHex(word)).replace(/\0+$/, "");
