import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, recoverAddress } from "../../src/crypto/secp256k1.ts";
import { eddsaJcs2022 } from "../../src/crypto/suites/eddsa-jcs-2022.ts";
import { type Keys, PURPOSES } from "../../src/keys/keys.ts";
import { refused, SAMPLES } from "./sample.ts";

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
      else expect(eddsaJcs2022.verifyBytes(fromHex(created.publicKey), message, signature)).to.equal(true);
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

  it("makes a key of one algorithm for a purpose, and refuses the other", async () => {
    await refused("keys.purpose", keys.create("key", "ed25519", "officer"));
    await refused("keys.purpose", keys.create("key", "secp256k1", "credential"));
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
