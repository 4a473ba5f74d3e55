import { YinzhengError } from "../../src/domain/errors.ts";
import type { Principal } from "../../src/domain/principal.ts";
import type { Copies, CopyView } from "../../src/service/copies/copies.ts";
import type { Metadata, Sharing } from "../../src/service/copies/sharing.ts";
import type { DocumentAnswer } from "../../src/service/service.ts";

const ID = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";

export const COPY: CopyView = {
  id: "c".repeat(43),
  certificate: ID,
  state: "sealing",
  languages: "zh",
  purpose: "办理入学登记",
  audience: null,
  validUntil: "2026-12-31T15:59:59Z",
  reason: "柜台受理",
  orderedAt: 1_763_900_000,
};

export const METADATA: Metadata = {
  ZZMC: "营业执照",
  ZZLXDM: "11100000000013338W011",
  ZZBS: ID,
  ZZBFJG: "示例市行政审批服务局",
  ZZBFJGDM: "11430000006122244L",
  CZZTDM: "91371000163094814Q",
  CZZTDMLXDM: "001",
  ZZYXQQSRQ: "2026-01-01T00:00:00Z",
  ZZYXQJZRQ: null,
  status: "active",
  names: { zh: "营业执照", en: "Business licence" },
};

/** Copies of the fake service: one, of the agency's, whose file is what is `answered`. */
export function fakeCopies(begin: (verb: string) => void, answered: () => DocumentAnswer): Copies {
  const own = (by: Principal, id: string): CopyView => {
    if (by.via === "anonymous") throw new YinzhengError("auth.missing");
    if (by.tenant !== "agency" || id !== COPY.id) throw new YinzhengError("http.not_found");
    return COPY;
  };
  return {
    make: async (_by, certificate, { audience = null, ...asked }) => {
      begin("make copy");
      return { ...COPY, certificate, audience, ...asked };
    },
    copy: async (by, id) => own(by, id),
    file: async (by, id) => {
      own(by, id);
      return answered();
    },
    uses: async (by, _id, { after }) => {
      own(by, COPY.id);
      const { id, purpose, audience, validUntil, reason } = COPY;
      const who = { memberId: `0x${"11".repeat(32)}` as const, subject: by.subject };
      const copy = { id, purpose, audience, validUntil };
      const use = { at: COPY.orderedAt, by: who, reason };
      if (after !== undefined) return { items: [{ what: "query", ...use, copy: null }] };
      return { items: [{ what: "copy", ...use, copy }], next: "u2" };
    },
  };
}

export function fakeSharing(begin: (verb: string) => void): Sharing {
  return {
    query: async () => {
      begin("query shared");
      return [];
    },
    metadata: async () => {
      begin("shared metadata");
      return METADATA;
    },
    copy: async (_by, { id, languages, useCause }) => {
      begin("copy shared");
      return { ...COPY, certificate: id, languages, purpose: useCause, reason: useCause };
    },
  };
}
