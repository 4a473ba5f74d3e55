import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Was it in force at the instant asked about? */
export const STATUS_CHECKS = {
  "status.cell": {
    title: { en: "Status", zh: "证照状态" },
    codes: {
      "status.ok": { en: "The certificate is active.", zh: "证照处于有效状态。" },
      "status.suspended": {
        en: "The certificate is suspended. Do not rely on it until the issuer resumes it.",
        zh: "证照已暂停。在颁发机构恢复之前请勿采信。",
        notInForce: true,
      },
      "status.revoked": {
        en: "The certificate is revoked for good. Do not rely on it.",
        zh: "证照已被撤销、吊销或注销，且不可恢复。请勿采信。",
        notInForce: true,
      },
      "status.superseded": {
        en: "A newer certificate has taken its place. Ask the holder for that one.",
        zh: "证照已被新证取代。请要求持证人出示新证。",
        notInForce: true,
      },
      "status.unproven": {
        en: "The evidence does not show the status, and unknown is not active. Ask for a new bundle, or verify online.",
        zh: "证据未能证明状态；状态未知不等于有效。请重新索取证据包，或在线核验。",
      },
    },
  },
  "status.history": {
    title: { en: "Status changes", zh: "状态变更记录" },
    codes: {
      "status.ok": { en: "All status changes of the batch are here.", zh: "该批次的状态变更记录完整。" },
      "status.history_mismatch": {
        en: "The status changes are not those on chain. Refuse the bundle and ask for a new one.",
        zh: "状态变更记录与链上不一致。请拒收该证据包并重新索取。",
      },
      "status.history_missing": {
        en: "Status changes are missing, so the past can't be told. Ask for a new bundle.",
        zh: "状态变更记录不全，无法判断过去的状态。请重新索取证据包。",
      },
    },
  },
  "status.claim": {
    title: { en: "Use", zh: "使用情况" },
    codes: {
      "status.ok": {
        en: "This certificate can be used once, and has not been used.",
        zh: "本证照限用一次，尚未使用。",
      },
      "status.claimed": {
        en: "This certificate can be used once, and has been used. By whom is not known. Do not accept it again.",
        zh: "本证照限用一次，已被使用；使用者不公开。请勿重复受理。",
        notInForce: true,
      },
      "status.claim_unproven": {
        en: "The evidence does not show whether the certificate has been used. Ask for a new bundle, or verify online.",
        zh: "证据未能证明本证照是否已被使用。请重新索取证据包，或在线核验。",
      },
      "status.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`status.${string}`, CheckDefinition>;
