import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { OfficerSignature } from "../../src/domain/anchor.ts";
import type { Approval } from "../../src/domain/approval.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import type { Network } from "../../src/domain/network.ts";
import { decodeKey, type OpenedKey } from "../../src/keys/file/key-file.ts";
import { DEFAULT_COSTS, openMaster } from "../../src/keys/file/master.ts";
import { batchTree } from "../../src/proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../src/proof/bundle.ts";
import { jcsBytes } from "../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../src/proof/leaf.ts";
import { approvalMessage } from "../../src/proof/messages.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import type { AnchorRequest, BatchDocument, SignedApproval } from "../../src/service/officers.ts";
import type { Payloads, RecordKind } from "../../src/service/payloads.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import type { JournalRecord } from "../../src/store/store.ts";

interface Loot {
  /** Every key of the keystore, in the clear. */
  readonly keys: readonly OpenedKey[];
  /** The whole journal, unsealed. */
  readonly records: readonly JournalRecord[];
  /** Every file as it lay there. */
  readonly files: string;
}

/** What a signer is shown, as a whole. */
export type Shown = AnchorRequest & { readonly documents: readonly (BatchDocument & { approval: SignedApproval })[] };

/** Somebody who took the service's folder whole, its passphrase with it, and can do with that whatever can be done. */
export class Thief {
  readonly keys: readonly OpenedKey[];
  readonly records: readonly JournalRecord[];
  readonly files: string;
  /** Everything in the journal that an officer signed, each once. */
  readonly signatures: readonly OfficerSignature[];
  readonly #network: Network;

  private constructor({ keys, records, files }: Loot, network: Network) {
    this.keys = keys;
    this.records = records;
    this.files = files;
    this.signatures = signaturesIn(records);
    this.#network = network;
  }

  /** Copies the folder while the service runs, and opens the copy. */
  static async rob(folder: string, network: Network): Promise<Thief> {
    const dir = await mkdtemp(join(tmpdir(), "yinzheng-loot-"));
    try {
      // LevelDB's files are another process's; the journal alone is the truth, and the index follows from it.
      await cp(folder, dir, { recursive: true, filter: (path) => !/\/(lock|index)$/.test(path) });
      const files = await readAll(dir);
      const passphrase = (await readFile(join(dir, "passphrase"), "utf8")).trim();
      return new Thief(
        { files, keys: await openKeys(dir, passphrase), records: await unseal(dir, passphrase) },
        network,
      );
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }

  /** The payload of the newest record of that kind about the subject. */
  payload<K extends RecordKind>(kind: K, subject: string): Payloads[K] {
    const found = this.records.findLast((record) => record.kind === kind && record.subject === subject);
    if (found === undefined) throw new Error(`no ${kind} of ${subject}`);
    return found.payload as unknown as Payloads[K];
  }

  get address(): Hex {
    return addressOf(this.#relayer);
  }

  /** The message under every key, the ones for certificates used as if they were an officer's. */
  signAll(message: Uint8Array, keys: Loot["keys"] = this.keys): readonly OfficerSignature[] {
    return keys.map(({ secret }) => ({
      signer: addressOf(secret),
      signature: toHex(signDigest(secret, keccak256(message))),
    }));
  }

  /** Nothing, each alone, and each pair, of own signatures of the message and of those that lay in the journal. */
  tries(
    message: Uint8Array,
    { keys, signatures }: Pick<Thief, "keys" | "signatures"> = this,
  ): readonly (readonly OfficerSignature[])[] {
    const all = [...this.signAll(message, keys), ...signatures].sort((a, b) => (a.signer < b.signer ? -1 : 1));
    const pairs = all.flatMap((first, i) =>
      all
        .slice(i + 1)
        .filter(({ signer }) => signer > first.signer)
        .map((second) => [first, second]),
    );
    return [[], ...all.map((one) => [one]), ...pairs];
  }

  /** The relayer's signature where a maker's belongs. */
  consent(approval: Approval): Hex {
    return toHex(signDigest(this.#relayer, keccak256(approvalMessage(this.#network, approval))));
  }

  /** The maker's own approval of a certificate. */
  approval(id: string): SignedApproval {
    const approval = this.payload("certificate.approved", id);
    if ("import" in approval) throw new Error("approved in a batch");
    return approval;
  }

  /** What the service once asked for an issued certificate, moved into another batch, with the root that follows. */
  request(id: string, batchId: Hex): Shown {
    const { draft } = this.payload("certificate.drafted", id);
    const { index, salt, ...placed } = this.payload("certificate.placed", id);
    const { anchor } = this.payload("batch.signed", placed.batchId);
    const { proof: _, ...unsecured } = placed.credential;
    const credential: JsonObject = JSON.parse(JSON.stringify(unsecured).replaceAll(placed.batchId, batchId));
    const approval = this.approval(id);
    return this.#rooted({
      anchor: { ...anchor, batchId, ...signingWindow(Math.floor(Date.now() / 1000)) },
      voidValue: this.payload("batch.opened", placed.batchId).voidValue,
      documents: [{ index, draft, approval, credential, salt }],
    });
  }

  #rooted(asked: Shown): Shown {
    const { memberId, typeId, batchId, size } = asked.anchor;
    const { registryId } = this.#network;
    const leaves = new Map(
      asked.documents.map(({ index, credential, salt }) => {
        const entries = [entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(credential), fromHex(salt), "sha256")];
        const cell = { registryId, memberId, typeId, kind: "certificate", batchId, index } as const;
        return [index, leafOf({ format: "yinzheng-manifest/1", ...cell, entries }, "sha256")] as const;
      }),
    );
    const empty = voidLeaf({ registryId, memberId, typeId, batchId }, asked.voidValue, "sha256");
    const { root } = batchTree({ size, suite: "sha256", leaves, voidLeaf: empty });
    return { ...asked, anchor: { ...asked.anchor, root } };
  }

  get #relayer(): Uint8Array {
    const key = this.keys.find(({ info }) => info.purpose === "transaction");
    if (key === undefined) throw new Error("no relayer's key");
    return key.secret;
  }
}

async function openKeys(dir: string, passphrase: string): Promise<readonly OpenedKey[]> {
  const folder = join(dir, "keys");
  const master = await openMaster(folder, passphrase, DEFAULT_COSTS, (n) => new Uint8Array(n));
  const names = (await readdir(folder)).filter((name) => name.endsWith(".key.json"));
  return Promise.all(
    names.map(async (name) => decodeKey(await readFile(join(folder, name), "utf8"), name.slice(0, -9), master)),
  );
}

async function unseal(dir: string, passphrase: string): Promise<readonly JournalRecord[]> {
  const store = await openLevelStore({ dir: join(dir, "store"), passphrase });
  const records: JournalRecord[] = [];
  for await (const record of store.journal.scan(1)) records.push(record);
  await store.close();
  return records;
}

async function readAll(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1")));
  return texts.join("\n");
}

function signaturesIn(records: readonly JournalRecord[]): readonly OfficerSignature[] {
  const found = new Map<string, OfficerSignature>();
  // Of seals those of one: all issuers' are alike, and every pair of signatures is tried.
  const seals = records.filter(({ kind }) => kind.startsWith("seal."));
  const others = seals.filter(({ subject }) => subject !== seals[0]?.subject);
  const looked = records.filter((record) => !others.includes(record));
  JSON.stringify(looked, (_name, value: unknown) => {
    const { signer, officer, signature } = Object(value);
    const by: unknown = signer ?? officer;
    if (typeof signature === "string" && typeof by === "string")
      found.set(signature, { signer: by as Hex, signature: signature as Hex });
    return value;
  });
  return [...found.values()];
}
