import { toHex } from "../../crypto/encoding.ts";
import { taggedHash } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { holderOf } from "../../domain/types/validate.ts";
import { jcsBytes } from "../../proof/ids.ts";

/**
 * What all certificates of one holder and type share. Kept sealed and indexed under a MAC: alone, a hash of an identity
 * number would give it away.
 */
export function holderKey(type: string, holder: { readonly codeType: string; readonly code: string }): Hex {
  const { codeType, code } = holder;
  return toHex(taggedHash("yinzheng/holder/v1", jcsBytes({ type, codeType, code })));
}

/** Of a draft; nothing where its subject names nobody. */
export function heldBy(type: TypeDefinition, subject: JsonObject): { readonly holder?: Hex } {
  const holder = holderOf(type, subject);
  return holder === undefined ? {} : { holder: holderKey(type.code, holder) };
}
