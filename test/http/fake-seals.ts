import { YinzhengError } from "../../src/domain/errors.ts";
import type { Seals, SealView } from "../../src/service/seals/seals.ts";
import { REDEMPTION } from "./fake-codes.ts";

const hex = (bytes: number, digit: string): `0x${string}` => `0x${digit.repeat(2 * bytes)}`;
const CODE = "11430000006122244L001";
const order = {
  memberId: hex(32, "1"),
  sealId: hex(32, "2"),
  what: 0,
  digest: hex(32, "3"),
  since: 0,
  other: hex(32, "4"),
  validFrom: 0,
  validUntil: 0,
  expected: 0,
  orderedAt: 1_763_900_000,
};
const period = { validFrom: 1_763_900_000, validUntil: 1_863_900_000 };

export const SEAL: SealView = {
  code: CODE,
  sealId: hex(32, "2"),
  state: "active",
  owner: REDEMPTION.by,
  name: "示例市行政审批服务局",
  ...period,
  lostSince: null,
  kind: "round",
  maker: REDEMPTION.by,
  digest: hex(32, "5"),
  registered: true,
  form: {
    format: "yinzheng-seal-application/1",
    code: CODE,
    kind: "round",
    name: "示例市行政审批服务局",
    maker: "11430000006122244L",
    ...period,
    dailyLimit: 1000,
  },
  application: { order, officer: hex(20, "6"), signature: hex(65, "7") },
  dailyLimit: 1000,
  usedToday: 1,
  uses: 2,
  changes: 1,
  delegates: [{ member: hex(32, "8"), ...period }],
  orders: [{ what: "apply", orderedAt: 1_763_900_000, state: "done", block: 9, time: 1_763_900_001 }],
};

/** The verbs on seals of the fake service: one seal. */
export function fakeSeals(begin: (verb: string) => void): Seals {
  const found = (code: string): SealView => {
    if (code !== SEAL.code) throw new YinzhengError("http.not_found");
    return SEAL;
  };
  const done = (verb: string) => async (_by: unknown, code: string) => {
    begin(verb);
    return found(code);
  };
  return {
    apply: async () => {
      begin("apply for seal");
      return SEAL;
    },
    make: done("make seal"),
    order: done("order seal"),
    delegate: done("delegate seal"),
    seal: async (by, code) => {
      const { sealId, state, owner, name, validFrom, validUntil, lostSince } = found(code);
      return by.tenant === "agency" ? SEAL : { code, sealId, state, owner, name, validFrom, validUntil, lostSince };
    },
    seals: async (by) => {
      if (by.via === "anonymous") throw new YinzhengError("auth.missing");
      return [SEAL];
    },
    object: async (_by, code) => {
      found(code);
      return Uint8Array.of(0x30, 0);
    },
    picture: async (_by, code) => {
      found(code);
      return { mediaType: "image/png", bytes: Uint8Array.of(0x89) };
    },
  };
}
