import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Does the evidence reach to that instant, and does the certificate's own period? */
export const TIME_CHECKS = {
  "time.evidence": {
    title: { en: "Age of the evidence", zh: "证据时效" },
    codes: {
      "time.ok": {
        en: "The evidence is recent enough for the time you ask about.",
        zh: "证据足以说明所问时间的状态。",
      },
      "status.stale": {
        en: "The evidence is too old for the time you ask about. Ask for a new bundle, verify online, or ask about an earlier time.",
        zh: "证据过旧，不足以说明所问时间的状态。请重新索取证据包、在线核验，或改问更早的时间。",
      },
      "time.skipped": SKIPPED,
    },
  },
  "time.validity": {
    title: { en: "Period of validity", zh: "有效期" },
    codes: {
      "time.ok": { en: "The certificate is within its period of validity.", zh: "证照在有效期内。" },
      "time.not_yet_valid": {
        en: "The certificate's period has not begun. Do not rely on it yet.",
        zh: "证照有效期尚未开始，暂不可采信。",
        notInForce: true,
      },
      "time.expired": {
        en: "The certificate's period has ended. Ask the holder for a new one.",
        zh: "证照有效期已届满。请要求持证人出示新证。",
        notInForce: true,
      },
      "time.before_anchor": {
        en: "At the time you ask about, the certificate was not on chain yet. Ask about a later time.",
        zh: "在所问时间，证照尚未上链。请改问更晚的时间。",
        notInForce: true,
      },
      "time.skipped": SKIPPED,
    },
  },
  "time.copy": {
    title: { en: "Copy for one purpose", zh: "加注件" },
    codes: {
      "time.ok": {
        en: "This copy may still be relied on, for the purpose named in the detail and for nothing else.",
        zh: "该加注件仍在有效期内，仅限用于详情载明的用途。",
      },
      "time.copy_expired": {
        en: "This copy was made for one purpose, and its time is over. Ask the holder for a new one.",
        zh: "该加注件的有效期已届满。请要求持证人出示新的文件。",
        notInForce: true,
      },
      "time.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`time.${string}`, CheckDefinition>;
