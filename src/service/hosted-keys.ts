import { fromHex, toHex } from "../crypto/encoding.ts";
import { SUITES } from "../crypto/suites/table.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { KeyPurpose, KeySuite } from "../domain/member.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import { type Signer, SUITE_OF } from "../keys/keys.ts";
import { batchSignatureMessage, type SignedBatch } from "../proof/batch-signature.ts";
import type { BatchSignature, Bundle } from "../proof/bundle.ts";
import { keyIdOf } from "../proof/ids.ts";

/** A key of a member that the service holds, by the name it has on chain. */
export interface HostedKey {
  readonly signer: Signer;
  readonly keyId: Hex;
  readonly suite: KeySuite;
  readonly purpose: HostedPurpose;
}

type HostedPurpose = Extract<KeyPurpose, "credential" | "batch" | "status">;

/** Throws `keys.purpose` for a key that signs neither credentials nor batches nor status lists. */
export function hostedKey(signer: Signer): HostedKey {
  const { purpose, algorithm, publicKey } = signer;
  const hosted = purpose === "credential" || purpose === "batch" || purpose === "status";
  if (!hosted || algorithm === "secp256k1")
    throw new YinzhengError("keys.purpose", {
      key: signer.name,
      expected: "a key for credentials, batches or status lists",
    });
  const suite = SUITE_OF[algorithm];
  return { signer, keyId: keyIdOf(suite, fromHex(publicKey)), suite, purpose };
}

/** The keys that sign a type's certificates and batches now: one for each suite that the type requires. */
export interface SigningKeys {
  readonly credential: readonly HostedKey[];
  readonly batch: readonly HostedKey[];
}

/** null: the member has not a key for each. */
export function signingKeys(
  { suites, batchSuites = [] }: Pick<TypeDefinition, "suites" | "batchSuites">,
  keys: readonly HostedKey[],
): SigningKeys | null {
  const of = (purpose: HostedPurpose, wanted: readonly KeySuite[]): readonly HostedKey[] =>
    wanted.flatMap((suite) => keys.find((key) => key.purpose === purpose && key.suite === suite) ?? []);
  const found = { credential: of("credential", suites), batch: of("batch", batchSuites) };
  const all = found.credential.length === suites.length && found.batch.length === batchSuites.length;
  return all ? found : null;
}

/** The member's signatures over a closed batch, one by each of these keys. */
export function signBatch(
  keys: readonly HostedKey[],
  registryId: Hex,
  batch: SignedBatch,
): Promise<readonly BatchSignature[]> {
  return Promise.all(
    keys.map(async ({ suite, keyId, signer }) => {
      const message = batchSignatureMessage(SUITES[suite], registryId, keyId, batch);
      return { keyId, suite, signature: toHex(await signer.sign(message)) };
    }),
  );
}

/** Those keys as a bundle carries them. Throws `keys.missing` for one that is no longer in the service's keystore. */
export function carriedKeys(keys: readonly HostedKey[], keyIds: ReadonlySet<string>): Bundle["keys"] {
  return [...keyIds].sort().map((keyId) => {
    const key = keys.find((hosted) => hosted.keyId === keyId);
    if (key === undefined) throw new YinzhengError("keys.missing", { keyId });
    return { keyId: key.keyId, suite: key.suite, publicKey: key.signer.publicKey };
  });
}
