import type { CheckDefinition } from "./table.ts";

/** Did the agency's officers put this batch on chain, being entitled to? */
export const ANCHOR_CHECKS = {
  "anchor.record": {
    title: { en: "Anchor", zh: "上链记录" },
    codes: {
      "anchor.ok": { en: "The batch is anchored on chain.", zh: "该批次已上链。" },
      "anchor.not_anchored": {
        en: "The batch was not on chain. A certificate counts only once it is anchored: refuse it.",
        zh: "该批次未上链。证照上链后方为有效，请拒收。",
      },
      "anchor.record_mismatch": {
        en: "The anchor in the bundle is not the one on chain. Refuse it.",
        zh: "证据包中的上链记录与链上不一致。请拒收。",
      },
      "anchor.unproven": {
        en: "The evidence does not show whether the batch is anchored. Ask for a new bundle, or verify online.",
        zh: "证据未能证明该批次是否已上链。请重新索取证据包，或在线核验。",
      },
    },
  },
  "anchor.officers": {
    title: { en: "Officers", zh: "经办与审核人员" },
    codes: {
      "anchor.ok": {
        en: "Enough of the member's officers signed, maker and checker.",
        zh: "经办与审核人员的签署人数达到要求。",
      },
      "anchor.signature_bad": {
        en: "An officer's signature is wrong. Refuse it.",
        zh: "有人员签名错误。请拒收。",
      },
      "anchor.below_threshold": {
        en: "Too few officers signed, or not both a maker and a checker. Refuse it.",
        zh: "签署人数不足，或未同时包含经办与审核。请拒收。",
      },
      "anchor.officer_unproven": {
        en: "The evidence does not show whether a signer was an officer. Ask for a new bundle, or verify online.",
        zh: "证据未能证明签署人是否为该成员的人员。请重新索取证据包，或在线核验。",
      },
      "anchor.officer_compromised": {
        en: "Without officers whose keys were reported compromised, too few signed. Refuse it and ask the issuer for a new one.",
        zh: "除去密钥已被报告泄露的人员，签署人数不足。请拒收，并请颁发机构重新颁发。",
      },
    },
  },
  "anchor.member": {
    title: { en: "Member", zh: "成员资格" },
    codes: {
      "anchor.ok": { en: "The member was admitted when it anchored.", zh: "上链时该成员已获准加入。" },
      "anchor.member_unknown": {
        en: "The network has no such member, or it was admitted later or closed before. Refuse it.",
        zh: "该网络没有此成员，或其加入晚于上链，或上链时已终止。请拒收。",
      },
      "anchor.member_unproven": {
        en: "The evidence does not show whether the member was admitted. Ask for a new bundle, or verify online.",
        zh: "证据未能证明成员资格。请重新索取证据包，或在线核验。",
      },
    },
  },
  "anchor.scope": {
    title: { en: "Competence", zh: "颁发权限" },
    codes: {
      "anchor.ok": { en: "The member was entitled to issue this type.", zh: "该成员有权颁发此类证照。" },
      "anchor.out_of_scope": {
        en: "The member was not entitled to issue this type. Refuse it.",
        zh: "该成员无权颁发此类证照。请拒收。",
      },
      "anchor.unproven": {
        en: "The evidence does not show whether the member was entitled. Ask for a new bundle, or verify online.",
        zh: "证据未能证明颁发权限。请重新索取证据包，或在线核验。",
      },
    },
  },
  "anchor.log": {
    title: { en: "Evidence log", zh: "证据日志" },
    codes: {
      "anchor.ok": { en: "The anchor stands in the evidence log.", zh: "上链记录已列入证据日志。" },
      "anchor.log_mismatch": {
        en: "The anchor does not stand in the evidence log as claimed. Refuse it.",
        zh: "上链记录与证据日志不符。请拒收。",
      },
      "anchor.missing": {
        en: "The proof that the anchor stands in the log is missing. Ask for a new bundle.",
        zh: "缺少列入证据日志的证明。请重新索取证据包。",
      },
    },
  },
} as const satisfies Record<`anchor.${string}`, CheckDefinition>;
