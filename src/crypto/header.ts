import { fromHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { keccak256 } from "./hash.ts";
import { type RlpItem, rlpBytes, rlpDecode, rlpEncode, rlpList, rlpUint, uintItem } from "./rlp.ts";

/** What a verifier reads from a block header. Hashes have 32 bytes. */
export interface Header {
  /** keccak256 of the RLP: the block's hash under Ethereum's own rule. */
  readonly hash: Uint8Array;
  readonly parentHash: Uint8Array;
  readonly stateRoot: Uint8Array;
  readonly number: number;
  /** Whole seconds since 1970. */
  readonly time: number;
}

/**
 * Fields in the order of the RLP list, by their names in JSON-RPC, and how many bytes each has: `uint` as few as it
 * takes, `data` any number. Source: Yellow Paper §4.4 to mixHash and nonce, then EIP-1559 (London), EIP-4895 (Shanghai),
 * EIP-4844 and EIP-4788 (Cancun), EIP-7685 (Prague): https://eips.ethereum.org/EIPS/eip-7685
 */
const FIELDS: readonly (readonly [name: string, shape: number | "uint" | "data"])[] = [
  ["parentHash", 32],
  ["sha3Uncles", 32],
  ["miner", 20],
  ["stateRoot", 32],
  ["transactionsRoot", 32],
  ["receiptsRoot", 32],
  ["logsBloom", 256],
  ["difficulty", "uint"],
  ["number", "uint"],
  ["gasLimit", "uint"],
  ["gasUsed", "uint"],
  ["timestamp", "uint"],
  ["extraData", "data"],
  ["mixHash", 32],
  ["nonce", 8],
  ["baseFeePerGas", "uint"],
  ["withdrawalsRoot", 32],
  ["blobGasUsed", "uint"],
  ["excessBlobGas", "uint"],
  ["parentBeaconBlockRoot", 32],
  ["requestsHash", 32],
];

/** How many fields a header has: London (and Paris), Shanghai, Cancun, Prague. */
const COUNTS: readonly number[] = [16, 17, 20, 21];

/**
 * Reads the RLP of an Ethereum header from London to Prague. Throws `schema.pattern` on any other number of fields, a
 * field of the wrong length, a number beyond 2^53 − 1, or RLP that is not canonical.
 * Not for Besu QBFT, whose block hash leaves the commit seals in extraData out (design §3.6: header-hash rule).
 */
export function parseHeader(rlp: Uint8Array): Header {
  const items = rlpList(rlpDecode(rlp));
  ensure(COUNTS.includes(items.length), "header", `${COUNTS.join(", ")} fields`);
  FIELDS.slice(0, items.length).forEach(([, shape], i) => {
    if (shape === "uint") rlpUint(items[i]);
    else rlpBytes(items[i], shape === "data" ? undefined : shape);
  });
  return {
    hash: keccak256(rlp),
    parentHash: rlpBytes(items[indexOf("parentHash")]).slice(),
    stateRoot: rlpBytes(items[indexOf("stateRoot")]).slice(),
    number: safe(rlpUint(items[indexOf("number")])),
    time: safe(rlpUint(items[indexOf("timestamp")])),
  };
}

/**
 * The header RLP of a block as `eth_getBlockByNumber` gives it (hex strings by name; fields of later forks may be
 * missing). Throws `schema.pattern` on a field that is missing or malformed. The caller compares parseHeader's hash with
 * the block's: a node with fields that are not in FIELDS gives another one.
 */
export function encodeHeader(block: object): Uint8Array {
  const values = new Map<string, unknown>(Object.entries(block));
  const present = FIELDS.filter(([name]) => values.get(name) !== undefined && values.get(name) !== null);
  ensure(COUNTS.includes(present.length), "header", `${COUNTS.join(", ")} fields`);
  ensure(
    present.every((field, i) => field === FIELDS[i]),
    "header",
    "all fields before the last",
  );
  return rlpEncode(present.map(([name, shape]) => fieldItem(values.get(name), shape)));
}

function fieldItem(value: unknown, shape: number | "uint" | "data"): RlpItem {
  ensure(typeof value === "string", "header", "hex strings");
  if (shape === "uint") {
    ensure(/^0x(?:0|[1-9a-f][0-9a-f]{0,63})$/.test(value), "header", "a JSON-RPC quantity");
    return uintItem(BigInt(value));
  }
  const bytes = fromHex(value);
  ensure(shape === "data" || bytes.length === shape, "header", `${shape} bytes`);
  return bytes;
}

function indexOf(name: string): number {
  return FIELDS.findIndex((field) => field[0] === name);
}

function safe(value: bigint): number {
  ensure(value <= BigInt(Number.MAX_SAFE_INTEGER), "header", "a number up to 2^53 − 1");
  return Number(value);
}
