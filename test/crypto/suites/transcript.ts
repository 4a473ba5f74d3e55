import { fromHex, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { hashOf, keccak256, sha256, sm3, taggedHash } from "../../../src/crypto/hash.ts";
import { hmac, nonces } from "../../../src/crypto/rfc6979.ts";
import { addressOf, recoverAddress, signDigest } from "../../../src/crypto/secp256k1.ts";
import { derOfSignature } from "../../../src/crypto/signature-der.ts";
import { sm2Sign } from "../../../src/crypto/sm2.ts";
import { SUITES, type Suite } from "../../../src/crypto/suites/table.ts";
import type { HashSuite } from "../../../src/domain/anchor.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import type { Manifest } from "../../../src/domain/manifest.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import { batchSignatureMessage } from "../../../src/proof/batch-signature.ts";
import { addProof } from "../../../src/proof/data-integrity.ts";
import { keyIdOf } from "../../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../../src/proof/leaf.ts";
import { flipped, sample } from "../sample.ts";

/**
 * What this project computes with hashes and signatures, over sample keys and messages, as text: the same in Node with
 * OpenSSL, in Node with noble, and in a browser. Imports nothing of Node.
 */
export async function transcript(): Promise<JsonObject> {
  const suites = await Promise.all(Object.values(SUITES).map(suiteLines));
  return {
    hashes: hashLines(),
    nonces: (["sha256", "sm3"] as const).map(nonceLine),
    trees: (["sha256", "sm3"] as const).map(treeLines),
    suites,
    sm2Example: toHex(sm2Sign(EXAMPLE.secret, EXAMPLE.message, [EXAMPLE.k])),
    officer: officerLine(),
  };
}

/** GB/T 32918.5-2017, annex A. */
const EXAMPLE = {
  secret: fromHex("0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"),
  message: utf8("message digest"),
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
};

/** Every length around a block, and one of many blocks. */
function hashLines(): JsonObject {
  const lengths = [...Array.from({ length: 130 }, (_, i) => i), 10_000];
  const all = (h: (...parts: Uint8Array[]) => Uint8Array): string =>
    toHex(h(...lengths.map((length) => h(sample("hash", length)))));
  return {
    sha256: all(sha256),
    sm3: all(sm3),
    keccak256: all(keccak256),
    tagged: toHex(taggedHash("yinzheng/type/v1", sample("tagged", 21))),
  };
}

function nonceLine(name: HashSuite): string {
  const h = hashOf(name);
  const order = 2n ** 256n - 2n ** 224n;
  const [k] = nonces(h, order, sample("nonce secret"), sample("nonce digest"));
  return `${toHex(hmac(h, sample("key"), sample("text", 100)))} ${(k ?? 0n).toString(16)}`;
}

const id = (name: string) => toHex(sample(name));
const BATCH = {
  registryId: id("registry"),
  memberId: id("member"),
  typeId: id("type"),
  batchId: id("batch"),
  size: 64,
};

/** A batch of three certificates in 64 cells: entries, leaves, root and a path. */
function treeLines(suite: HashSuite): JsonObject {
  const leaves = new Map([0, 17, 63].map((index) => [index, leafOf(manifestOf(index, suite), suite)]));
  const empty = voidLeaf(BATCH, toHex(sample("void", 16)), suite);
  const tree = batchTree({ size: BATCH.size, suite, leaves, voidLeaf: empty });
  return { suite, leaves: [...leaves.values(), empty].map(toHex), root: tree.root, path: [...tree.path(17)] };
}

function manifestOf(index: number, suite: HashSuite): Manifest {
  const { size: _, ...batch } = BATCH;
  const entry = entryOf("application/vc", sample(`document ${index}`, 900), sample("salt", 16), suite);
  return { format: "yinzheng-manifest/1", kind: "certificate", ...batch, index, entries: [entry] };
}

/** Keys, signatures and verdicts of one suite; the first key is used often enough to get a table. */
async function suiteLines(suite: Suite): Promise<JsonObject> {
  const keys = [0, 1, 2].map((i) => sample(`secret ${i}`));
  const signed = keys.flatMap((secret, i) =>
    Array.from({ length: i === 0 ? 14 : 2 }, (_, j) => signedLine(suite, secret, sample(`message ${j}`, 7 * j))),
  );
  const [secret = new Uint8Array()] = keys;
  return { suite: suite.name, signed, ...(await formLines(suite, secret)) };
}

function signedLine(suite: Suite, secret: Uint8Array, message: Uint8Array): JsonObject {
  const publicKey = suite.publicKeyOf(secret);
  const signature = suite.signBytes(secret, message);
  const other = suite.publicKeyOf(sample("another secret"));
  const cases = [
    [publicKey, message, signature],
    [other, message, signature],
    [publicKey, sample("another message"), signature],
    [publicKey, message, flipped(signature, 3)],
    [publicKey, message, flipped(signature, 40)],
    [publicKey, message, signature.subarray(1)],
    [publicKey, message, sample("no signature", 64)],
    [publicKey, message, new Uint8Array(64)],
    [publicKey, message, new Uint8Array(64).fill(255)],
    [flipped(publicKey, 5), message, signature],
    [publicKey.subarray(1), message, signature],
    [sample("no key", publicKey.length), message, signature],
  ] as const;
  return {
    publicKey: suite.multikey(publicKey),
    signature: toHex(signature),
    der: toHex(derOfSignature(signature)),
    verdicts: cases.map(([key, text, bytes]) => suite.verifyBytes(key, text, bytes)),
  };
}

/** The suite's Data Integrity proof and its batch signature. */
async function formLines(suite: Suite, secret: Uint8Array): Promise<JsonObject> {
  const sign = async (message: Uint8Array): Promise<Uint8Array> => suite.signBytes(secret, message);
  const keyId = keyIdOf(suite.name, suite.publicKeyOf(secret));
  const document: JsonObject = { "@context": ["https://www.w3.org/ns/credentials/v2"], name: "𠮷野家 · 葛󠄀" };
  const method = { verificationMethod: `did:example:issuer#${keyId}`, created: "2026-11-01T00:00:00Z" };
  const batch = { ...BATCH, hashSuite: 2, root: id("root") };
  return {
    proof: await addProof(document, { suite, ...method, sign }),
    batch: toHex(await sign(batchSignatureMessage(suite, BATCH.registryId, keyId, batch))),
  };
}

function officerLine(): string {
  const [secret, digest] = [sample("officer"), keccak256(sample("anchor", 66))];
  const signature = signDigest(secret, digest);
  return `${addressOf(secret)} ${toHex(signature)} ${recoverAddress(digest, signature)}`;
}
