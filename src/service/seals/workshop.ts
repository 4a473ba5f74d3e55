import { equal } from "../../crypto/encoding.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { SealPicture } from "../../documents/read/ses/info.ts";
import { readSeal } from "../../documents/read/ses/seal.ts";
import { makeSeal } from "../../documents/seal/make.ts";
import type { SealHolder, SealKey, SealKeys, SealMember } from "../../documents/seal-key.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealForm } from "../../domain/seal-order.ts";

/**
 * With what seals are made. Nothing that these keys sign counts for anything until officers have put it on chain, so the service may have
 * them.
 */
export interface SealWorkshop {
  readonly keys: SealKeys;
  /**
   * Draws the picture of a seal, or looks through the file (PNG) that the owner brought and gives it as it is. Throws `seal.picture` for
   * one that can't stand on a seal, `document.glyph_missing`.
   */
  picture(form: SealForm, brought: Uint8Array | null): Promise<SealPicture>;
}

/**
 * The key to sign with a seal, made the first time, where the seal's period is one that its certificate lasts for. Throws `schema.value`,
 * `keys.*`.
 */
export async function sealingKey({ keys }: SealWorkshop, form: SealForm, owner: SealMember): Promise<SealHolder> {
  const holder = await keys.signer(form.code, owner);
  const { notBefore, notAfter } = readCertificate(holder.certificate);
  const fault = form.validFrom < notBefore ? "validFrom" : form.validUntil > notAfter ? "validUntil" : null;
  if (fault === null) return holder;
  throw new YinzhengError("schema.value", {
    pointer: `/form/${fault}`,
    expected: "a period within that of the owner's certificate",
    notBefore,
    notAfter,
  });
}

/** DER of a seal of version 4, whose one signer is its owner. */
export async function sealObjectOf(
  workshop: SealWorkshop,
  form: SealForm,
  { owner, maker }: { readonly owner: SealMember; readonly maker: SealMember },
  picture: Uint8Array | null,
  created: Seconds,
): Promise<Uint8Array> {
  const { code, name, kind, validFrom, validUntil } = form;
  const { certificate } = await sealingKey(workshop, form, owner);
  const type = kind === "name" ? "person" : "organisation";
  const drawn = await workshop.picture(form, picture);
  const draft = { code, name, type, picture: drawn, signers: [certificate], created, validFrom, validUntil } as const;
  return makeSeal(draft, await workshop.keys.maker(maker));
}

/** The key to sign with a seal that was made here; null where it is not the one that the seal names. */
export async function keyOfSeal(
  { keys }: SealWorkshop,
  object: Uint8Array,
  owner: SealMember,
): Promise<SealKey | null> {
  const { info } = readSeal(object);
  const holder = await keys.signer(info.id, owner);
  const listed =
    info.signers.kind === "certificates" && info.signers.list.some((one) => equal(one, holder.certificate));
  return listed ? { ...holder, seal: object } : null;
}
