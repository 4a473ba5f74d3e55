import { type CheckDefinition, SKIPPED } from "./table.ts";

const NAMES_OK = {
  en: "This name is that of the issuing member.",
  zh: "该名称与颁发成员一致。",
};

const NAME_MISMATCH = {
  en: "This names another organisation than the rest of the certificate does. Refuse it.",
  zh: "此处指向的机构与证照其余部分不一致。请拒收。",
};

const NAME_CODES = {
  "issuer.ok": NAMES_OK,
  "issuer.name_mismatch": NAME_MISMATCH,
} as const;

const SIGNATURE_CODES = {
  "issuer.ok": { en: "The signature is right.", zh: "数字签名正确。" },
  "issuer.suite_unknown": {
    en: "This verifier does not know the signature's algorithm and passed it over. Update the verifier to have it checked.",
    zh: "核验程序不认识该签名算法，已跳过。如需检查，请更新核验程序。",
  },
  "issuer.suite_distrusted": {
    en: "Your trust file no longer accepts this algorithm at the time of signing. Ask the issuer for a newer proof.",
    zh: "信任文件已不接受签署时的该算法。请向颁发机构索取更新的证明。",
  },
  "issuer.none_checked": {
    en: "No signature could be checked. Use a verifier that knows the algorithm.",
    zh: "没有可检查的签名。请使用支持该算法的核验程序。",
  },
} as const;

/** Did this agency sign it, with a key that was its own and good at the time, and does everything name the same agency? */
export const ISSUER_CHECKS = {
  "issuer.proof": {
    title: { en: "Signature", zh: "数字签名" },
    codes: {
      ...SIGNATURE_CODES,
      "issuer.signature_bad": {
        en: "A signature is wrong: the content was altered or somebody else signed. Refuse it.",
        zh: "数字签名错误：内容被改动，或并非该机构签署。请拒收。",
      },
      "issuer.suite_missing": {
        en: "A signature that this type requires is missing. Refuse it and ask the holder for the complete certificate.",
        zh: "缺少该证照类型要求的签名。请拒收，并要求持证人出示完整证照。",
      },
    },
  },
  "issuer.batch_signature": {
    title: { en: "Signature over the batch", zh: "批次签名" },
    codes: {
      ...SIGNATURE_CODES,
      "issuer.signature_bad": {
        en: "The signature over the batch is wrong: it is another batch's, or somebody else signed. Refuse the certificate.",
        zh: "批次签名错误：该签名属于其他批次，或并非该机构签署。请拒收。",
      },
      "issuer.suite_missing": {
        en: "A signature over the batch that this type requires is missing. Refuse it and ask the holder for the complete certificate.",
        zh: "缺少该证照类型要求的批次签名。请拒收，并要求持证人出示完整证照。",
      },
    },
  },
  "issuer.credential": {
    title: { en: "Issuer in the certificate", zh: "证照所载颁发机构" },
    codes: {
      ...NAME_CODES,
      "issuer.profile_unproven": {
        en: "The evidence does not show which organisation the member is. Ask for a new bundle, or verify online.",
        zh: "证据未能证明该成员是哪个机构。请重新索取证据包，或在线核验。",
      },
    },
  },
  "issuer.key_owner": { title: { en: "Owner of the signing key", zh: "签名密钥的所有者" }, codes: NAME_CODES },
  "issuer.anchor_member": { title: { en: "Member that anchored", zh: "上链成员" }, codes: NAME_CODES },
  "issuer.leaf_member": { title: { en: "Member in the record", zh: "记录所载成员" }, codes: NAME_CODES },
  "issuer.identifier": { title: { en: "Issuer in the identifier", zh: "证照标识中的颁发机构" }, codes: NAME_CODES },
  "issuer.seal_signer": {
    title: { en: "Owner of the seal's certificate", zh: "签章证书的所有者" },
    codes: { "issuer.skipped": SKIPPED },
  },
  "issuer.key": {
    title: { en: "Signing key", zh: "签名密钥" },
    codes: {
      "issuer.ok": { en: "The key was registered and valid when it signed.", zh: "密钥已登记，且签署时有效。" },
      "issuer.key_unregistered": {
        en: "The key is not registered for this member. Refuse the certificate.",
        zh: "该密钥未登记在该成员名下。请拒收。",
      },
      "issuer.key_not_yet_valid": {
        en: "The key was not valid yet when the certificate was anchored. Refuse it.",
        zh: "证照上链时该密钥尚未生效。请拒收。",
      },
      "issuer.key_expired": {
        en: "The key was no longer valid when the certificate was anchored. Refuse it.",
        zh: "证照上链时该密钥已过有效期。请拒收。",
      },
      "issuer.key_compromised": {
        en: "The key was reported compromised before the certificate was anchored. Refuse it and ask the issuer for a new one.",
        zh: "证照上链前该密钥已被报告泄露。请拒收，并请颁发机构重新颁发。",
      },
      "issuer.key_purpose": {
        en: "The key was not registered for such signatures. Refuse the certificate.",
        zh: "该密钥登记的用途不包括此类签名。请拒收。",
      },
      "issuer.key_unproven": {
        en: "The evidence does not show whether the key was valid. Ask for a new bundle, or verify online.",
        zh: "证据未能证明密钥是否有效。请重新索取证据包，或在线核验。",
      },
    },
  },
} as const satisfies Record<`issuer.${string}`, CheckDefinition>;
