import { toHex } from "../../crypto/encoding.ts";
import { taggedHash } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { holderOf } from "../../domain/types/validate.ts";
import { jcsBytes } from "../../proof/ids.ts";

/**
 * What a certificate shares with every other of the same thing: member, type, the holder's code, and the fields that
 * number it, which are those required of kind `code` (of a bill its number, of a licence that has none nothing more).
 * Kept sealed and indexed under a MAC: alone, a hash of an identity number would give it away.
 */
export function likenessOf(memberId: Hex, type: TypeDefinition, subject: JsonObject): Hex {
  const numbers = type.fields.filter(({ kind, required }) => kind === "code" && required).map(({ name }) => name);
  const key = {
    memberId,
    type: type.code,
    holder: holderOf(type, subject)?.code ?? "",
    numbers: numbers.map((name) => subject[name] ?? null),
  };
  return toHex(taggedHash("yinzheng/likeness/v1", jcsBytes(key)));
}
