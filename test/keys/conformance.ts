import { expect } from "chai";
import { selectorOf } from "../../src/crypto/abi-call.ts";
import { CMS } from "../../src/crypto/certificate-oids.ts";
import { der, TAG } from "../../src/crypto/der.ts";
import { concat, fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { keccak256, sha256 } from "../../src/crypto/hash.ts";
import { addressOf, recoverAddress } from "../../src/crypto/secp256k1.ts";
import { SUITES } from "../../src/crypto/suites/table.ts";
import { type Keys, PURPOSES, SUITE_OF } from "../../src/keys/keys.ts";
import { possessionMessage } from "../../src/proof/possession.ts";
import { call, listDraft, refused, SAMPLES, sealDraft, sealUseDraft, signedAttributes } from "./sample.ts";

/** What every engine behind the keys port does. `open` gives an empty keystore, and what to call after the test. */
export function keysConformance(
  open: () => Promise<{ readonly keys: Keys; readonly done: () => Promise<void> }>,
): void {
  let keys: Keys;
  let done: () => Promise<void>;

  beforeEach(async () => {
    ({ keys, done } = await open());
  });

  afterEach(() => done());

  it("is empty at first", async () => {
    expect(await keys.list()).to.deep.equal([]);
    await refused("keys.missing", keys.get("nobody"));
  });

  it("lists public parts by name, and nothing else", async () => {
    await keys.create("b-witness", "ed25519", "witness");
    await keys.create("a-officer", "secp256k1", "officer");
    const [officer, witness, ...none] = await keys.list();
    expect(none).to.deep.equal([]);
    expect(officer).to.have.all.keys("name", "algorithm", "purpose", "publicKey", "address");
    expect(witness).to.have.all.keys("name", "algorithm", "purpose", "publicKey");
    expect(officer).to.include({ name: "a-officer", algorithm: "secp256k1", purpose: "officer" });
    expect(officer?.address).to.equal(addressOf(fromHex(officer?.publicKey ?? "")));
    expect(fromHex(witness?.publicKey ?? "")).to.have.length(32);
  });

  for (const purpose of PURPOSES) {
    const { algorithm, message } = SAMPLES[purpose];

    it(`signs for ${purpose} with ${algorithm}, as its public key says`, async () => {
      const created = await keys.create("key", algorithm, purpose);
      const signature = await (await keys.get("key")).sign(message);
      expect(await created.sign(message)).to.deep.equal(signature);
      if (algorithm === "secp256k1") expect(recoverAddress(keccak256(message), signature)).to.equal(created.address);
      else
        expect(SUITES[SUITE_OF[algorithm]].verifyBytes(fromHex(created.publicKey), message, signature)).to.equal(true);
    });

    it(`signs nothing but that with a key for ${purpose}, least of all 32 bytes`, async () => {
      const signer = await keys.create("key", algorithm, purpose);
      const others = PURPOSES.filter(
        (other) => toHex(SAMPLES[other].message.slice(0, 2)) !== toHex(message.slice(0, 2)),
      );
      for (const other of others) await refused("keys.purpose", signer.sign(SAMPLES[other].message));
      for (const first of [0x00, 0x02, 0x19, 0x63]) {
        await refused("keys.purpose", signer.sign(new Uint8Array(32).fill(1).fill(first, 0, 1)));
      }
      await refused("keys.purpose", signer.sign(new Uint8Array()));
      await refused("keys.purpose", signer.sign(message.subarray(0, Math.min(15, message.length - 1))));
    });
  }

  for (const algorithm of ["ed25519", "p256", "sm2"] as const) {
    const suite = SUITES[SUITE_OF[algorithm]];

    it(`signs credentials and batches with ${algorithm}, each key its own form, and its possession`, async () => {
      const credential = await keys.create("credential", algorithm, "credential");
      const batch = await keys.create("batch", algorithm, "batch");
      const proof = SAMPLES.credential.message;
      const tagged = concat(suite.hash(utf8("yinzheng/batch-signature/v1")), sha256(utf8("statement")));
      const id = `0x${"11".repeat(32)}` as const;
      const shown = possessionMessage(id, id, id);
      for (const [key, messages] of [
        [credential, [proof, shown]],
        [batch, [tagged, shown]],
      ] as const) {
        const publicKey = fromHex(key.publicKey);
        expect(publicKey).to.have.length(suite.publicKeyBytes);
        for (const message of messages) {
          const signature = await key.sign(message);
          expect(suite.verifyBytes(publicKey, message, signature)).to.equal(true);
          expect(await (await keys.get(key.name)).sign(message), "the same every time").to.deep.equal(signature);
        }
      }
      await refused("keys.purpose", credential.sign(tagged));
      await refused("keys.purpose", batch.sign(proof));
      await refused("keys.purpose", batch.sign(tagged.subarray(0, 63)));
      await refused("keys.purpose", batch.sign(concat(tagged, Uint8Array.of(0))));
    });
  }

  it("signs a stop with a council key, and no other transaction", async () => {
    const council = await keys.create("council", "secp256k1", "council");
    const stop = (method: string) =>
      concat(selectorOf({ name: method, types: ["bytes32"] }), new Uint8Array(32).fill(9));
    for (const method of ["freezeMember", "pause"]) {
      const message = call(stop(method));
      expect(recoverAddress(keccak256(message), await council.sign(message))).to.equal(council.address);
    }
    const nothing = new Uint8Array();
    for (const message of [
      call(nothing),
      call(stop("unpause")),
      call(concat(stop("pause"), Uint8Array.of(0))),
      call(stop("pause").subarray(0, 35)),
      call(stop("pause"), Uint8Array.of(1)),
      call(stop("pause"), nothing, [new Uint8Array(20)]),
      SAMPLES.transaction.message,
    ])
      await refused("keys.purpose", council.sign(message));
    const officer = await keys.create("officer", "secp256k1", "officer");
    await refused("keys.purpose", officer.sign(call(stop("pause"))));
  });

  it("seals nothing but data by its SHA-256", async () => {
    const seal = await keys.create("seal", "p256", "seal");
    const right = signedAttributes();
    for (const wrong of [
      signedAttributes(CMS.timestampInfo),
      signedAttributes(CMS.data, new Uint8Array(20)),
      concat(Uint8Array.of(0xa0), right.subarray(1)),
      concat(right, Uint8Array.of(0)),
      der(TAG.set),
    ])
      await refused("keys.purpose", seal.sign(wrong));
  });

  it("gives each key of seals its own form: certificates and lists, seals, uses of seals", async () => {
    const [authority, maker, sealing] = await Promise.all(
      (["seal-authority", "seal-maker", "sealing"] as const).map((purpose) => keys.create(purpose, "sm2", purpose)),
    );
    await authority?.sign(listDraft());
    await maker?.sign(sealDraft(5));
    await sealing?.sign(sealUseDraft(5, { draft: sealDraft(5) }));
    const unsigned = der(TAG.sequence, sealDraft());
    for (const [key, wrong] of [
      [authority, [listDraft(2), SAMPLES.authority.message, sealDraft()]],
      [maker, [sealDraft(1), sealDraft(4, "SE"), unsigned, sealUseDraft(), listDraft()]],
      [sealing, [sealUseDraft(5), sealUseDraft(4, { digest: new Uint8Array(20) }), unsigned, listDraft()]],
    ] as const)
      for (const message of wrong) await refused("keys.purpose", key?.sign(message) ?? Promise.resolve());
  });

  it("makes keys for a purpose of its algorithms, and refuses others", async () => {
    await refused("keys.purpose", keys.create("key", "secp256k1", "credential"));
    await refused("keys.purpose", keys.create("key", "secp256k1", "batch"));
    for (const algorithm of ["ed25519", "p256", "sm2"] as const) {
      await refused("keys.purpose", keys.create("key", algorithm, "officer"));
      await refused("keys.purpose", keys.create("key", algorithm, "transaction"));
      if (algorithm !== "ed25519") await refused("keys.purpose", keys.create("key", algorithm, "witness"));
    }
    expect(await keys.list()).to.deep.equal([]);
  });

  it("makes a name once, and leaves the first key as it was", async () => {
    const first = await keys.create("key", "secp256k1", "officer");
    await refused("conflict.state", keys.create("key", "secp256k1", "officer"));
    expect((await keys.get("key")).publicKey).to.equal(first.publicKey);
  });

  it("makes different keys", async () => {
    const signers = await Promise.all(["a", "b", "c"].map((name) => keys.create(name, "ed25519", "credential")));
    expect(new Set(signers.map(({ publicKey }) => publicKey))).to.have.property("size", 3);
  });

  it("takes [a-z0-9-]{1,64} for a name, nothing that leads out of a folder", async () => {
    for (const name of ["", "A", "a b", "..", "../key", "a/b", "a".repeat(65), "密钥", "key.json"]) {
      await refused("schema.pattern", keys.create(name, "ed25519", "credential"));
    }
    await keys.create("a".repeat(64), "ed25519", "credential");
  });

  it("signs no more after it was closed", async () => {
    const signer = await keys.create("key", "secp256k1", "officer");
    await keys.close();
    await refused("store.closed", signer.sign(SAMPLES.officer.message));
    await refused("store.closed", keys.get("key"));
    await refused("store.closed", keys.list());
    await refused("store.closed", keys.create("other", "secp256k1", "officer"));
    await keys.close();
  });
}
