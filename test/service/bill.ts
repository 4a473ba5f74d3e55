import { readFileSync } from "node:fs";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import type { Principal } from "../../src/domain/principal.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import { memberIdOf } from "../../src/proof/ids.ts";
import type { CertificateView, Service } from "../../src/service/service.ts";
import { approvalOf } from "./harness.ts";
import { principal, type World } from "./world.ts";

const vectors = new URL("../vectors/types/medical-bill.json", import.meta.url);
/** A bill, by the type's own vectors. */
export const BILL: JsonObject = JSON.parse(readFileSync(vectors, "utf8")).valid[0].subject;

/** An insurer that claims bills: 甲 or 乙. */
export function insurer(name: string, code: string): Principal & { readonly memberId: Hex } {
  return { tenant: name, subject: `${name}/claims`, roles: ["claimant"], via: "api-key", memberId: memberIdOf(code) };
}
export const INSURER_A = insurer("insurer-a", "91370100MA3TESTA5X");
export const INSURER_B = insurer("insurer-b", "91370100MA3TESTB5X");

/** Issues a medical bill, which can be claimed once. */
export async function issuedBill(
  service: Service,
  { licences }: World,
  fields: { readonly supersedes?: { readonly id: string; readonly kind: "change" | "reissue" } } = {},
): Promise<CertificateView> {
  const by = principal(licences);
  const view = await service.issue(by, { type: MEDICAL_BILL.code, subject: BILL, ...fields });
  return service.approve(by, view.id, await approvalOf(licences, view));
}

/** The bill's bundle, as its holder got it. */
export async function bundleOf(service: Service, { licences }: World, { id }: CertificateView): Promise<JsonObject> {
  return JSON.parse((await service.bundle(principal(licences), id)).text);
}
