import { expect } from "chai";
import { ALGORITHM, CMS } from "../../src/crypto/certificate-oids.ts";
import { context, der, derBits, derInteger, derOid, derText, derTime, TAG } from "../../src/crypto/der.ts";
import { concat, utf8 } from "../../src/crypto/encoding.ts";
import { sha256, sm3 } from "../../src/crypto/hash.ts";
import { rlpEncode } from "../../src/crypto/rlp.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import type { Algorithm, Purpose } from "../../src/keys/keys.ts";
import type { Random } from "../../src/keys/signer.ts";

/** Bytes that look random and are the same in every run. */
export function fixedRandom(seed: string): Random {
  let calls = 0;
  return (bytes) => {
    const call = ++calls;
    return concat(
      ...Array.from({ length: Math.ceil(bytes / 32) }, (_, i) => sha256(utf8(`${seed}/${call}/${i}`))),
    ).slice(0, bytes);
  };
}

/** For each purpose an algorithm of its keys, and a message that they sign. */
export const SAMPLES: Record<Purpose, { readonly algorithm: Algorithm; readonly message: Uint8Array }> = {
  officer: { algorithm: "secp256k1", message: concat(Uint8Array.of(0x19, 0x01), new Uint8Array(64).fill(1)) },
  council: { algorithm: "secp256k1", message: concat(Uint8Array.of(0x19, 0x01), new Uint8Array(64).fill(2)) },
  transaction: { algorithm: "secp256k1", message: transaction(9) },
  credential: { algorithm: "ed25519", message: new Uint8Array(64).fill(3) },
  batch: {
    algorithm: "sm2",
    message: concat(sm3(utf8("yinzheng/batch-signature/v1")), new Uint8Array(32).fill(4)),
  },
  status: { algorithm: "ed25519", message: new Uint8Array(64).fill(3) },
  witness: { algorithm: "ed25519", message: utf8("cosignature/v1\ntime 1790000000\norigin\n1\nroot\n") },
  seal: { algorithm: "p256", message: signedAttributes() },
  authority: { algorithm: "p256", message: certificateDraft() },
  "seal-authority": { algorithm: "sm2", message: certificateDraft(ALGORITHM.sm2Sm3) },
  "seal-maker": { algorithm: "sm2", message: sealDraft() },
  sealing: { algorithm: "sm2", message: sealUseDraft() },
};

/** Signed attributes as PAdES has them, over data of this digest. */
export function signedAttributes(contentType: string = CMS.data, digest = new Uint8Array(32).fill(9)): Uint8Array {
  const one = (oid: string, value: Uint8Array): Uint8Array => der(TAG.sequence, derOid(oid), der(TAG.set, value));
  return der(
    TAG.set,
    one(CMS.contentType, derOid(contentType)),
    one(CMS.messageDigest, der(TAG.octetString, digest)),
    one(CMS.signingCertificate, der(TAG.sequence, der(TAG.sequence))),
  );
}

/** What is signed of a certificate, with nothing in most of its parts. */
function certificateDraft(by: string = ALGORITHM.ecdsaSha256): Uint8Array {
  const empty = der(TAG.sequence);
  const key = der(TAG.sequence, empty, derBits(new Uint8Array(65)));
  const algorithm = der(TAG.sequence, derOid(by));
  return der(TAG.sequence, der(context(0), derInteger(2)), derInteger(7), algorithm, empty, empty, empty, key);
}

/** What an authority signs of a list of revoked certificates, with nobody's name. */
export function listDraft(version = 1): Uint8Array {
  const algorithm = der(TAG.sequence, derOid(ALGORITHM.sm2Sm3));
  return der(TAG.sequence, derInteger(version), algorithm, der(TAG.sequence), derTime(0), derTime(1));
}

/** What a maker signs of a seal, with nothing in most of its parts. */
export function sealDraft(version = 4, mark = "ES"): Uint8Array {
  const parts = (count: number): Uint8Array => der(TAG.sequence, ...Array.from({ length: count }, () => der(TAG.null)));
  const ia5 = (text: string): Uint8Array => derText(TAG.ia5String, text);
  const header = der(TAG.sequence, ia5(mark), derInteger(version), ia5("Yinzheng"));
  return der(TAG.sequence, header, ia5("11371000004352185C001"), parts(7), parts(4));
}

/** What is signed with such a seal. */
export function sealUseDraft(
  version = 4,
  { draft = sealDraft(), digest = new Uint8Array(32).fill(9) } = {},
): Uint8Array {
  const maker = [der(TAG.octetString, new Uint8Array(9)), derOid(ALGORITHM.sm2Sm3), derBits(new Uint8Array(70))];
  const time = derTime(0, TAG.generalizedTime);
  const seal = der(TAG.sequence, draft, ...maker);
  return der(TAG.sequence, derInteger(version), seal, time, derBits(digest), derText(TAG.ia5String, "[0 10 20 30]"));
}

/** 0x02 and an RLP list of so many items: 9 make an unsigned EIP-1559 transaction. */
export function transaction(items: number): Uint8Array {
  return concat(Uint8Array.of(2), rlpEncode(Array.from({ length: items }, () => new Uint8Array([7]))));
}

/** An unsigned EIP-1559 transaction with this data. */
export function call(data: Uint8Array, value = new Uint8Array(), access: readonly Uint8Array[] = []): Uint8Array {
  const head = Array.from({ length: 5 }, () => new Uint8Array([7]));
  return concat(Uint8Array.of(2), rlpEncode([...head, new Uint8Array(20).fill(8), value, data, access]));
}

/** Fails the test unless the promise is rejected with an error of this code. */
export async function refused(code: string, promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch (error) {
    expect(isYinzhengError(error) ? error.code : error).to.equal(code);
    return;
  }
  expect.fail(`expected ${code}, got no error`);
}
