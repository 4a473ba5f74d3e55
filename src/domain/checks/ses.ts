import { type CheckDefinition, SKIPPED } from "./table.ts";

/**
 * Of an electronic seal (GB/T 38540) and of one use of it: what GM/T 0031 §6.1.2 and §6.2.2 ask to be checked. A seal's codes are
 * those of the file that bears it: what is wrong with a seal is wrong with all that it was put on.
 */
export const SES_CHECKS = {
  "seal.maker": {
    title: { en: "Maker's signature of the seal", zh: "制章者签名" },
    codes: {
      "seal.ok": { en: "The seal is as its maker signed it.", zh: "印章与制章者签署时一致。" },
      "seal.signature_bad": {
        en: "The maker's signature of the seal is wrong: the seal was altered, or somebody else made it. Refuse whatever bears it.",
        zh: "制章者对印章的签名错误：印章被改动，或由他人制作。请拒收加盖该印章的文件。",
      },
      "seal.algorithm_bad": {
        en: "The seal is not signed with SM2 and SM3, as the standard demands. Refuse whatever bears it.",
        zh: "印章未按标准要求以 SM2 与 SM3 签名。请拒收加盖该印章的文件。",
      },
      "seal.certificate_unreadable": {
        en: "The maker's certificate can't be read, so nobody knows who made the seal. Refuse whatever bears it.",
        zh: "制章者证书无法读取，无从得知印章由谁制作。请拒收加盖该印章的文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.maker_chain": {
    title: { en: "Authority of the seal's maker", zh: "制章者证书的签发机构" },
    codes: {
      "seal.ok": {
        en: "When the seal was made, its maker's certificate was good and from an authority in your trust file.",
        zh: "制章时，制章者证书有效，且由信任文件中的签发机构签发。",
      },
      "seal.untrusted": {
        en: "The maker's certificate is not from an authority in your trust file. Get that authority's certificate from a source you trust, or ask the agency.",
        zh: "制章者证书并非由信任文件中的签发机构签发。请从可信渠道取得该机构的证书，或询问用章机构。",
      },
      "seal.certificate_period": {
        en: "The maker's certificate was not valid when the seal was made. Refuse whatever bears the seal.",
        zh: "制章时制章者证书不在有效期内。请拒收加盖该印章的文件。",
      },
      "seal.certificate_revoked": {
        en: "The maker's certificate had been revoked before the seal was made. Refuse whatever bears the seal.",
        zh: "制章前制章者证书已被吊销。请拒收加盖该印章的文件。",
      },
      "seal.revocation_unknown": {
        en: "Nothing here tells whether the maker's certificate had been revoked. Get the authority's list of revoked certificates, or ask the agency for the file again.",
        zh: "现有材料不能说明制章者证书是否已被吊销。请取得签发机构的证书吊销列表，或向用章机构重新索取文件。",
      },
      "seal.certificate_unreadable": {
        en: "The maker's certificate can't be read, so no authority vouches for it. Refuse whatever bears the seal.",
        zh: "制章者证书无法读取，没有签发机构为其担保。请拒收加盖该印章的文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.maker_usage": {
    title: { en: "Use of the maker's certificate", zh: "制章者证书的用途" },
    codes: {
      "seal.ok": { en: "The maker's certificate is one for signatures.", zh: "制章者证书可用于签名。" },
      "seal.certificate_use": {
        en: "The maker's certificate is not one for signatures. Refuse whatever bears the seal.",
        zh: "制章者证书的用途不包括签名。请拒收加盖该印章的文件。",
      },
      "seal.certificate_unreadable": {
        en: "The maker's certificate can't be read, so nothing says what it is for. Refuse whatever bears the seal.",
        zh: "制章者证书无法读取，无从得知其用途。请拒收加盖该印章的文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.period": {
    title: { en: "Validity of the seal", zh: "印章有效期" },
    codes: {
      "seal.ok": { en: "The seal was used within its period.", zh: "用章时印章在有效期内。" },
      "seal.period_bad": {
        en: "The seal was used before its period began, or after it had ended. Refuse the document.",
        zh: "用章时印章尚未生效或已过有效期。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.listed": {
    title: { en: "Signer's place in the seal", zh: "签章者是否列于印章" },
    codes: {
      "seal.ok": { en: "The seal names the signer's certificate.", zh: "签章者证书列于印章之中。" },
      "seal.signer_unlisted": {
        en: "The seal does not name the signer's certificate, so he may not use it. Refuse the document.",
        zh: "签章者证书未列于印章之中，无权使用该印章。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.value": {
    title: { en: "Signature made with the seal", zh: "签章者签名" },
    codes: {
      "seal.ok": { en: "The signature made with the seal is right.", zh: "以该印章所作的签名正确。" },
      "seal.signature_bad": {
        en: "The signature made with the seal is wrong: it was altered, or somebody else signed. Refuse the document.",
        zh: "以该印章所作的签名错误：签名被改动，或由他人签署。请拒收该文件。",
      },
      "seal.algorithm_bad": {
        en: "The signature is not one of SM2 and SM3, as the standard demands. Refuse the document.",
        zh: "签名未按标准要求采用 SM2 与 SM3。请拒收该文件。",
      },
      "seal.certificate_unreadable": {
        en: "The signer's certificate can't be read, so nobody knows who signed. Refuse the document.",
        zh: "签章者证书无法读取，无从得知由谁签署。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.signer_chain": {
    title: { en: "Authority of the signer", zh: "签章者证书的签发机构" },
    codes: {
      "seal.ok": {
        en: "When the seal was used, the signer's certificate was good and from an authority in your trust file.",
        zh: "用章时，签章者证书有效，且由信任文件中的签发机构签发。",
      },
      "seal.untrusted": {
        en: "The signer's certificate is not from an authority in your trust file. Get that authority's certificate from a source you trust, or ask the agency.",
        zh: "签章者证书并非由信任文件中的签发机构签发。请从可信渠道取得该机构的证书，或询问用章机构。",
      },
      "seal.certificate_period": {
        en: "The signer's certificate was not valid when the seal was used. Refuse the document.",
        zh: "用章时签章者证书不在有效期内。请拒收该文件。",
      },
      "seal.certificate_revoked": {
        en: "The signer's certificate had been revoked before the seal was used. Refuse the document.",
        zh: "用章前签章者证书已被吊销。请拒收该文件。",
      },
      "seal.revocation_unknown": {
        en: "Nothing here tells whether the signer's certificate had been revoked. Get the authority's list of revoked certificates, or ask the agency for the file again.",
        zh: "现有材料不能说明签章者证书是否已被吊销。请取得签发机构的证书吊销列表，或向用章机构重新索取文件。",
      },
      "seal.certificate_unreadable": {
        en: "The signer's certificate can't be read, so no authority vouches for it. Refuse the document.",
        zh: "签章者证书无法读取，没有签发机构为其担保。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.signer_usage": {
    title: { en: "Use of the signer's certificate", zh: "签章者证书的用途" },
    codes: {
      "seal.ok": { en: "The signer's certificate is one for signatures.", zh: "签章者证书可用于签名。" },
      "seal.certificate_use": {
        en: "The signer's certificate is not one for signatures. Refuse the document.",
        zh: "签章者证书的用途不包括签名。请拒收该文件。",
      },
      "seal.certificate_unreadable": {
        en: "The signer's certificate can't be read, so nothing says what it is for. Refuse the document.",
        zh: "签章者证书无法读取，无从得知其用途。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.content": {
    title: { en: "What was sealed", zh: "签章所盖内容" },
    codes: {
      "seal.ok": { en: "What the seal was put on is unchanged.", zh: "签章所盖内容未被改动。" },
      "seal.content_changed": {
        en: "What the seal was put on was altered afterwards. Refuse the document.",
        zh: "签章所盖内容事后被改动。请拒收该文件。",
      },
      "seal.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`seal.${string}`, CheckDefinition>;
