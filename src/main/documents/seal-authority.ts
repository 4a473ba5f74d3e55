import { mkdir } from "node:fs/promises";
import { derOfSignature } from "../../crypto/signature-der.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { Name } from "../../crypto/x509-write.ts";
import type { SealHolder, SealKeys, SealMember } from "../../documents/seal-key.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Purpose, Signer } from "../../keys/keys.ts";
import { issued, keyOf } from "./issued.ts";
import type { AuthorityParts } from "./own-authority.ts";
import { openRevocations } from "./revocations.ts";

/** What the development authority for seals stands on. */
export interface SealAuthorityParts extends Omit<AuthorityParts, "now"> {
  readonly clock: () => Seconds;
}

/** An authority for seals that the service makes itself: for the demo and for trials, trusted by nobody else. */
export interface SealAuthority extends SealKeys {
  /** DER, self-signed: what a trust file names. */
  readonly certificate: Uint8Array;
}

/** A seal lists its signer's certificate byte for byte, so that one is never made anew while it lasts. */
const YEARS = { authority: 20, maker: 2, signer: 10 } as const;
/** Those of authority and maker are made anew before they end; seconds. */
const LEAST = 60 * 86_400;

/** Opens the authority, and makes it the first time. Throws `store.damaged` where its list of revoked certificates is none. */
export async function openSealAuthority(parts: SealAuthorityParts): Promise<SealAuthority> {
  const { dir, keys, network, random, clock } = parts;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const signer = await keyOf(keys, "seal-authority", "sm2", "seal-authority");
  const name: Name = { country: "CN", organisation: "Yinzheng", commonName: `${network} development seals CA` };
  const issuerNow = () => ({ dir, curve: "sm2", signer, name, now: clock(), random }) as const;
  const own = { subject: name, authority: true, years: YEARS.authority, least: LEAST };
  const certificate = await issued(issuerNow(), "authority", signer, own);
  const revocations = await openRevocations({ dir, authority: readCertificate(certificate), signer, clock });
  const holder = async (
    key: { readonly name: string; readonly purpose: Purpose; readonly file: string },
    { code, names }: SealMember,
    terms: { readonly years: number; readonly least: Seconds },
  ): Promise<SealHolder> => {
    const organisation = { organisation: names.zh, organisationIdentifier: `NTRCN-${code}` };
    const subject = { country: "CN", ...organisation, commonName: names.zh };
    const held = await keyOf(keys, key.name, "sm2", key.purpose);
    return holderOf(held, await issued(issuerNow(), key.file, held, { subject, authority: false, ...terms }));
  };
  return {
    certificate,
    maker(member) {
      const code = member.code.toLowerCase();
      const key = { name: `seal-maker-${code}`, purpose: "seal-maker", file: `maker-${code}` } as const;
      return holder(key, member, { years: YEARS.maker, least: LEAST });
    },
    signer(code, owner) {
      const key = { name: `sealing-${code.toLowerCase()}`, purpose: "sealing", file: code.toLowerCase() } as const;
      return holder(key, owner, { years: YEARS.signer, least: 0 });
    },
    revocations: async () => [await revocations.list()],
    revoke: (revoked, since) => revocations.revoke(readCertificate(revoked).serial, since),
  };
}

/** An SM2 key of the keystore as what signs in matters of seals. */
function holderOf(signer: Signer, certificate: Uint8Array): SealHolder {
  return { certificate, sign: async (bytes) => derOfSignature(await signer.sign(bytes)) };
}
