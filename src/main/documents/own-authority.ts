import { mkdir } from "node:fs/promises";
import { derOfSignature } from "../../crypto/signature-der.ts";
import type { Name } from "../../crypto/x509-write.ts";
import type { DocumentSigner } from "../../documents/documents.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Keys, Signer } from "../../keys/keys.ts";
import { issued, keyOf } from "./issued.ts";

/** What the development authority stands on. */
export interface AuthorityParts {
  /** Folder of its certificates; made where there is none. */
  readonly dir: string;
  readonly keys: Keys;
  /** Name of the network, so that two authorities are never of one name. */
  readonly network: string;
  readonly now: Seconds;
  /** Random bytes, for serial numbers. */
  readonly random: (bytes: number) => Uint8Array;
}

/** An authority for documents that the service makes itself: for the demo and for trials, trusted by nobody else. */
export interface OwnAuthority {
  /** DER, self-signed: what a viewer or a trust file is told to trust. */
  readonly certificate: Uint8Array;
  /** The member's document key, with a certificate that names it by its code; made where there is none, or not long any more. */
  signerFor(member: { readonly code: string; readonly names: Bilingual }): Promise<DocumentSigner>;
}

const YEARS = { authority: 20, member: 2 } as const;
/** A certificate that ends sooner is made anew at the start; seconds. */
const LEAST = 60 * 86_400;

/** Opens the authority, and makes it the first time. */
export async function openOwnAuthority(parts: AuthorityParts): Promise<OwnAuthority> {
  await mkdir(parts.dir, { recursive: true, mode: 0o700 });
  const { dir, keys, network, now, random } = parts;
  const signer = await keyOf(keys, "document-authority", "p256", "authority");
  const name: Name = { country: "CN", organisation: "Yinzheng", commonName: `${network} development documents CA` };
  const issuer = { dir, curve: "p256", signer, name, now, random } as const;
  const wish = { subject: name, authority: true, years: YEARS.authority, least: LEAST };
  return {
    certificate: await issued(issuer, "authority", signer, wish),
    async signerFor({ code, names }) {
      const own = await keyOf(keys, `seal-${code.toLowerCase()}`, "p256", "seal");
      const subject = {
        country: "CN",
        organisation: names.zh,
        organisationIdentifier: `NTRCN-${code}`,
        commonName: names.zh,
      };
      const member = { subject, authority: false, years: YEARS.member, least: LEAST };
      return documentSigner(own, await issued(issuer, code, own, member));
    },
  };
}

/** A P-256 key of the keystore as what signs documents. */
function documentSigner(signer: Signer, certificate: Uint8Array): DocumentSigner {
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => derOfSignature(await signer.sign(bytes));
  return { certificate, chain: [], algorithm: "P-256", sign };
}
