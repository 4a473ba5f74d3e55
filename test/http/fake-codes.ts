import { YinzhengError } from "../../src/domain/errors.ts";
import type { Codes, NewCode, Redemption } from "../../src/service/codes/codes.ts";

const ID = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";

export const CODE: NewCode = {
  id: "code-1",
  certificates: [{ id: ID, show: "bundle" }],
  purpose: "开户",
  audience: null,
  madeAt: 1_763_900_000,
  expiresAt: 1_763_900_060,
  redeemed: null,
  code: `YZ2:${"5F".repeat(16)}`,
  image: "<svg/>",
};

export const REDEMPTION: Redemption = {
  id: CODE.id,
  purpose: CODE.purpose,
  by: {
    format: "yinzheng-member/1",
    code: "11430000006122244L",
    names: { zh: "示例市行政审批服务局", en: "Example City Approval Service" },
    issuer: "did:web:localhost:members:11430000006122244L",
  },
  at: 1_763_900_001,
  certificates: [],
};

/** The verbs on live codes of the fake service: one code, which clerks make and others redeem. */
export function fakeCodes(begin: (verb: string) => void): Codes {
  const { code: _, image: __, ...view } = CODE;
  return {
    make: async () => {
      begin("make code");
      return CODE;
    },
    redeem: async (by, code) => {
      begin("redeem code");
      if (!by.roles.includes("verifier")) throw new YinzhengError("auth.forbidden");
      if (code !== CODE.code) throw new YinzhengError("code.unknown");
      return REDEMPTION;
    },
    made: async (by) => {
      if (by.via === "anonymous") throw new YinzhengError("auth.missing");
      return { items: [view] };
    },
    redeemed: async (by) => {
      if (by.via === "anonymous") throw new YinzhengError("auth.missing");
      const { id, certificates, purpose } = view;
      return { items: [{ id, certificates, purpose, reason: "柜面核对", at: REDEMPTION.at }] };
    },
  };
}
