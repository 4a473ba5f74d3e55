import { join } from "node:path";
import type { DocumentSigner, Timestamper } from "../../documents/documents.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Keys } from "../../keys/keys.ts";
import type { Config } from "../config.ts";
import { readFiled, signerOfFiles } from "./key-files.ts";
import { type OwnAuthority, openOwnAuthority } from "./own-authority.ts";
import { openSealAuthority, type SealAuthority } from "./seal-authority.ts";
import { timestamperAt } from "./timestamps.ts";

/** Who signs documents here. */
export interface DocumentSigners {
  /** By the member's code; members without a document key are not in it. */
  readonly signers: ReadonlyMap<string, DocumentSigner>;
  /** DER of the development authority; null where there is none. */
  readonly authority: Uint8Array | null;
  /** Gives time-stamps; null: documents have none. */
  readonly timestamper: Timestamper | null;
}

export interface SignerParts {
  /** The service's own folder. */
  readonly dir: string;
  readonly keys: Keys;
  readonly network: string;
  readonly now: Seconds;
  readonly random: (bytes: number) => Uint8Array;
}

/** The demo's authority, in the service's folder; made the first time. */
export function demoAuthority(parts: SignerParts): Promise<OwnAuthority> {
  return openOwnAuthority({ ...parts, dir: join(parts.dir, "documents") });
}

/** The demo's authority for seals, in the service's folder; made the first time. */
export function demoSealAuthority({ now: _, ...parts }: SignerParts, clock: () => Seconds): Promise<SealAuthority> {
  return openSealAuthority({ ...parts, dir: join(parts.dir, "seals"), clock });
}

/**
 * The document keys of the members that issue here: from the files that the configuration names, or under the demo's profile by
 * the development authority. Throws `config.invalid` and `keys.*`.
 */
export async function openDocumentSigners(
  config: Pick<Config, "profile" | "members" | "documents">,
  parts: SignerParts,
): Promise<DocumentSigners> {
  const own = config.profile === "demo" ? await demoAuthority(parts) : null;
  const signers = new Map<string, DocumentSigner>();
  for (const [i, { code, names, types, document }] of config.members.entries()) {
    const pointer = `/members/${i}/document`;
    if (document !== undefined) signers.set(code, await signerOfFiles(document, { code, pointer, now: parts.now }));
    else if (own !== null && types.length > 0) signers.set(code, await own.signerFor({ code, names }));
  }
  return { signers, authority: own?.certificate ?? null, timestamper: await timestamperOf(config, parts.random) };
}

async function timestamperOf(
  { documents: { timestamps } }: Pick<Config, "documents">,
  random: (bytes: number) => Uint8Array,
): Promise<Timestamper | null> {
  if (timestamps === undefined) return null;
  const pointer = "/documents/timestamps/authorities";
  const authorities = await Promise.all(timestamps.authorities.map((path, i) => readFiled(path, `${pointer}/${i}`)));
  return timestamperAt({ url: timestamps.url, authorities, random, clock: () => Math.floor(Date.now() / 1000) });
}
