import { fromHex } from "../crypto/encoding.ts";
import { suiteOf } from "../crypto/suites/table.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { MemberKey } from "../domain/member.ts";
import type { Context } from "./context.ts";

/**
 * The did:web document of a member served here, for verifiers of other makes; ours never asks for it. It holds the keys
 * that the chain has for credentials and lists, ended ones too, since old signatures are judged by them; a key that was
 * reported compromised is left out, because a DID document can't say up to when it was good.
 * Sources: https://www.w3.org/TR/did-1.0/, https://w3c-ccg.github.io/did-method-web/, https://www.w3.org/TR/cid-1.0/#Multikey
 * Throws `http.not_found`, `chain.unreachable`.
 */
export async function didDocument({ members, ledger }: Context, code: string): Promise<JsonObject> {
  const member = [...members.values()].find(({ profile }) => profile.code === code);
  if (member === undefined) throw new YinzhengError("http.not_found");
  const { issuer } = member.profile;
  const keys = (await ledger.keys(member.memberId)).filter(asserts);
  const methods = keys.map((key) => ({
    id: `${issuer}#${key.keyId}`,
    type: "Multikey",
    controller: issuer,
    publicKeyMultibase: multikeyOf(key),
  }));
  return {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id: issuer,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  };
}

const asserts = ({ purposes, compromisedSince }: MemberKey): boolean =>
  compromisedSince === 0 && (purposes.includes("credential") || purposes.includes("status"));

function multikeyOf({ suite, publicKey }: MemberKey): string {
  const known = suiteOf(suite);
  if (known === undefined) throw new YinzhengError("internal", { suite });
  return known.multikey(fromHex(publicKey));
}
