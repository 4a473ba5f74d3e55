import { fromHex } from "../crypto/encoding.ts";
import { keccak256 } from "../crypto/hash.ts";
import { isSignedBy } from "../crypto/secp256k1.ts";
import type { OfficerSignature } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { MemberState } from "../ledger/ledger.ts";
import type { Officer } from "./officers.ts";
import { couldSuffice, type Need } from "./signing/officer.ts";

interface Roled extends OfficerSignature {
  readonly role: "maker" | "checker";
}

/** Did this address sign this EIP-712 message? */
export function signedBy(message: Uint8Array, address: Hex, signature: Hex): boolean {
  return isSignedBy(address, keccak256(message), fromHex(signature));
}

/**
 * Asks all officers at once and resolves, with no more signatures than needed and in the order of their addresses, as
 * soon as these suffice. A signature that does not hold counts as refused. Throws `signer.refused` when all have
 * answered and one refused, else `signer.unreachable`, both with the officers' names; `signer.offline` at once where there
 * can't be enough without officers who sign offline.
 */
export async function collectSignatures(
  member: MemberState,
  officers: readonly Officer[],
  message: Uint8Array,
  need: Need,
  ask: (officer: Officer) => Promise<OfficerSignature>,
): Promise<readonly OfficerSignature[]> {
  // Whoever can't be asked need not wait until the others have signed once more.
  const present = officers.filter(({ offline }) => offline !== true);
  if (
    present.length < officers.length &&
    !couldSuffice(
      member,
      present.map(({ address }) => address),
      need,
    )
  ) {
    const away = officers.filter(({ offline }) => offline === true);
    throw new YinzhengError("signer.offline", { officers: away.map(({ name }) => name) });
  }
  const collected: Roled[] = [];
  const failures: { readonly name: string; readonly refused: boolean; readonly cause: unknown }[] = [];
  return new Promise((resolve, reject) => {
    const asked = present.map(async (officer) => {
      try {
        collected.push(await signatureOf(member, officer, message, ask));
        const chosen = choose(collected, need);
        if (chosen !== null) resolve(chosen);
      } catch (cause) {
        failures.push({ name: officer.name, refused: !isYinzhengError(cause, "signer.unreachable"), cause });
      }
    });
    void Promise.all(asked).then(() => {
      const refused = failures.filter((failure) => failure.refused);
      const names = (list: typeof failures): readonly string[] => list.map(({ name }) => name);
      const detail = {
        refused: names(refused),
        unreachable: names(failures.filter((failure) => !failure.refused)),
        ...(refused.length > 0
          ? { said: refused.map(({ name, cause }) => ({ officer: name, ...saidIn(cause) })) }
          : {}),
      };
      reject(
        new YinzhengError(refused.length > 0 ? "signer.refused" : "signer.unreachable", detail, failures[0]?.cause),
      );
    });
  });
}

/** What of a refusal is handed on: which rule, its limit, and where. */
const SAID = ["reason", "rule", "type", "field", "at", "limit", "value"] as const;

function saidIn(cause: unknown): JsonObject {
  if (!isYinzhengError(cause)) return {};
  const said = SAID.flatMap((name) => {
    const value = cause.detail[name];
    return typeof value === "string" || typeof value === "number" ? [[name, value] as const] : [];
  });
  return { code: cause.code, ...Object.fromEntries(said) };
}

async function signatureOf(
  member: MemberState,
  officer: Officer,
  message: Uint8Array,
  ask: (officer: Officer) => Promise<OfficerSignature>,
): Promise<Roled> {
  const role = member.officers.find(({ address }) => address === officer.address)?.role;
  if (role === undefined) throw new YinzhengError("signer.refused", { expected: "an officer of the member on chain" });
  const { signer, signature } = await ask(officer);
  if (signer !== officer.address || !signedBy(message, signer, signature)) {
    throw new YinzhengError("signer.refused", { expected: "the officer's own signature" });
  }
  return { signer, signature, role };
}

function choose(collected: readonly Roled[], { count, bothRoles }: Need): readonly OfficerSignature[] | null {
  const first = (role: Roled["role"]) => collected.filter((one) => one.role === role).slice(0, 1);
  const musts = bothRoles ? [...first("maker"), ...first("checker")] : [];
  if (collected.length < count || (bothRoles && musts.length < 2)) return null;
  const others = collected.filter((one) => !musts.includes(one));
  const chosen = [...musts, ...others].slice(0, Math.max(count, musts.length));
  return chosen.map(({ signer, signature }) => ({ signer, signature })).sort((a, b) => (a.signer < b.signer ? -1 : 1));
}
