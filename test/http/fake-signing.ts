import type { Anchor } from "../../src/domain/anchor.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { SIGNING_REQUEST_FORMAT, type SigningRequests } from "../../src/service/signing/requests.ts";

const WORD = `0x${"00".repeat(32)}` as const;
const OFFICER = `0x${"00".repeat(20)}` as const;
export const ANCHOR: Anchor = {
  memberId: WORD,
  officerEpoch: 1,
  batchId: WORD,
  root: WORD,
  size: 16,
  hashSuite: 1,
  typeId: WORD,
  notBefore: 1,
  deadline: 2,
};

/** The verbs of the fake service for officers who sign offline: one batch that waits. */
export function fakeSigning(begin: (verb: string) => void): SigningRequests {
  return {
    async waiting() {
      begin("waiting");
      const type = { code: BUSINESS_LICENCE.code, names: BUSINESS_LICENCE.names };
      return [{ batchId: WORD, type, closedAt: 1, officers: [OFFICER], deadline: null }];
    },
    async request() {
      begin("signing request");
      const voidValue = `0x${"00".repeat(16)}` as const;
      const head = { format: SIGNING_REQUEST_FORMAT, anchor: ANCHOR, voidValue, officers: [OFFICER] } as const;
      return { head, documents: (async function* () {})() };
    },
    async submit(_by, batchId, { officer }) {
      begin("submit signature");
      return { batchId, officer, missing: [] };
    },
  };
}
