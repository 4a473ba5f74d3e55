import { der, derInteger, TAG } from "../../../src/crypto/der.ts";
import { utf8 } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { TODAY, testSigner } from "../paper.ts";
import { type CmsOptions, cmsOf, indefinite, nested } from "./cms.ts";
import { anchored, type Hostile, type HostileWorld, resealed, withCms } from "./world.ts";

const DAY = 86_400;
const SHA384 = "2.16.840.1.101.3.4.2.2";

/** A document that was anchored with this in the place of its signature: so only the signature is wrong. */
const with1 = (
  name: string,
  codes: readonly string[],
  cms: (world: HostileWorld) => Uint8Array | Promise<Uint8Array>,
  padding?: string,
): Hostile => ({
  name: `a signature ${name}`,
  make: async (world) => anchored(world.paper, withCms(world.sealed, await cms(world), padding)),
  codes,
});
const made = (name: string, codes: readonly string[], options: CmsOptions): Hostile => ({
  name: `a signature ${name}`,
  make: async ({ paper, sealed, issuer }) => anchored(paper, await resealed(sealed, issuer, options)),
  codes,
});
const by = (name: string, codes: readonly string[], ...said: Parameters<typeof testSigner>): Hostile => ({
  name: `a signature by a certificate ${name}`,
  make: async ({ paper, sealed }) => anchored(paper, await resealed(sealed, await testSigner(...said))),
  codes,
});

const UNREADABLE = ["seal.signature_unreadable"];
const covered = utf8("anything");

/** Signatures that are none, of something else, or by somebody else. */
export const SIGNATURES: readonly Hostile[] = [
  with1("of another document", ["seal.signature_bad"], ({ issuer }) => cmsOf(issuer, sha256(covered))),
  made("over another digest", ["seal.signature_bad"], { digest: sha256(covered) }),
  with1("of nothing but zeros", UNREADABLE, () => new Uint8Array(64)),
  with1("with indefinite lengths", UNREADABLE, async ({ issuer }) => indefinite(await cmsOf(issuer, sha256(covered)))),
  with1("with something behind it", UNREADABLE, ({ issuer }) => cmsOf(issuer, sha256(covered)), "1"),
  with1("that is a huge number", UNREADABLE, () => derInteger(1n << 8000n)),
  with1("that is sequences, 300 deep", UNREADABLE, () => nested(300)),
  with1("longer than it says", UNREADABLE, () => Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1, 2, 3)),
  with1("that is a certificate", UNREADABLE, ({ issuer }) => issuer.certificate),
  made("by two signers at once", UNREADABLE, { signers: 2 }),
  made("by nobody", UNREADABLE, { signers: 0 }),
  made("that does not say which certificate is meant", UNREADABLE, { unnamed: true }),
  made("without the signer's certificate", UNREADABLE, { carried: [] }),
  made("with a number of 1,026 bytes for a certificate", UNREADABLE, { carried: [derInteger(1n << 8200n)] }),
  made("by a hash that is not known", ["seal.algorithm_unknown"], { hash: SHA384 }),
  made("with a time-stamp that is none", ["seal.timestamp_bad"], { timestamp: der(TAG.sequence) }),
  by("that had ended", ["seal.certificate_period"], PROFILE.code, {
    notBefore: TODAY - 90 * DAY,
    notAfter: TODAY - 60 * DAY,
  }),
  by("that had not begun", ["seal.certificate_period"], PROFILE.code, { notBefore: TODAY + 60 * DAY }),
  by("of an authority", ["seal.certificate_use"], PROFILE.code, { authority: true }),
  by("that names no organisation", ["seal.unnamed", "seal.untrusted"], null),
];
