import { OFD_CODES } from "./ofd.ts";
import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Of a sealed document: is the file whole, whose seal is it, and do these bytes stand for the certificate in it? */
export const SEAL_CHECKS = {
  "seal.file": {
    title: { en: "File", zh: "文件" },
    codes: {
      ...OFD_CODES,
      "seal.ok": {
        en: "This is an electronic seal, or a use of one, by itself.",
        zh: "这是单独的电子印章或电子签章。",
      },
      "seal.object_unreadable": {
        en: "This can't be read as an electronic seal or as a use of one. Ask for it again.",
        zh: "无法作为电子印章或电子签章读取。请重新索取。",
      },
      "pdf.ok": { en: "Nothing in the file was changed after it was sealed.", zh: "文件签章后未被改动。" },
      "pdf.not_pdf": {
        en: "This is no PDF, or it is something else as well. Ask for the document as the agency gives it out.",
        zh: "这不是 PDF 文件，或同时是其他类型的文件。请索取颁发机构出具的原文件。",
      },
      "pdf.too_large": {
        en: "The file is larger than any document of ours. Ask for the document as the agency gives it out.",
        zh: "文件过大，超出本系统任何文件的大小。请索取颁发机构出具的原文件。",
      },
      "pdf.too_slow": {
        en: "The file takes longer to read than any document of ours, and reading was stopped. Treat it as unverified, and ask for the document as the agency gives it out.",
        zh: "文件读取时间过长，已停止读取。应视为未核验，请索取颁发机构出具的原文件。",
      },
      "pdf.truncated": {
        en: "The file is not complete. Ask for it again.",
        zh: "文件不完整。请重新索取。",
      },
      "pdf.encrypted": {
        en: "The file is encrypted, which documents of ours never are. Ask for the document as the agency gives it out.",
        zh: "文件已加密，本系统的文件从不加密。请索取颁发机构出具的原文件。",
      },
      "pdf.foreign": {
        en: "The file is a PDF, but no document of this system. If it was printed or exported from one, scan the code on it or ask for the file; else treat it as unverified.",
        zh: "该 PDF 不是本系统的文件。若由本系统的文件打印或导出而成，请扫描其上的二维码或索取原文件；否则应视为未核验。",
      },
      "pdf.resaved": {
        en: "The document was saved again by another program, so its seal can't be checked any more. Nothing says that it was tampered with: ask for the file as the agency gave it out.",
        zh: "文件已被其他程序另存，签章无法再核验，但不说明内容被篡改。请索取颁发机构出具的原文件。",
      },
      "pdf.printed": {
        en: "This was printed or scanned, and an image has no seal that can be checked. Scan the code on it, or ask for the file.",
        zh: "这是打印件或扫描件，图像中没有可核验的签章。请扫描其上的二维码，或索取原文件。",
      },
      "pdf.unsigned": {
        en: "The document bears no seal. Do not rely on it, and ask for the sealed one.",
        zh: "文件没有签章。请勿采信，并索取已签章的文件。",
      },
      "pdf.byte_range": {
        en: "The seal does not cover the whole document, so parts of it could be anybody's. Refuse it.",
        zh: "签章未覆盖整个文件，部分内容可能出自他人。请拒收。",
      },
      "pdf.altered": {
        en: "The document was altered after it was sealed. Refuse it.",
        zh: "文件签章后内容被改动。请拒收。",
      },
      "pdf.change_after_seal": {
        en: "Something was added to the document after it was sealed. Refuse it, and ask for the file as the agency gave it out.",
        zh: "文件签章后被追加了内容。请拒收，并索取颁发机构出具的原文件。",
      },
      "pdf.certificate_unreadable": {
        en: "The certificate in the document can't be read, so nothing says what the document stands for. Refuse it, and ask for another.",
        zh: "无法读取文件中内嵌的证照，无从判断文件所代表的内容。请拒收，并另行索取。",
      },
    },
  },
  "seal.signature": {
    title: { en: "Seal", zh: "签章" },
    codes: {
      "seal.ok": { en: "The seal's signature is right.", zh: "签章的数字签名正确。" },
      "seal.signature_bad": {
        en: "The seal's signature is wrong: the document was altered, or somebody else signed. Refuse it.",
        zh: "签章的数字签名错误：文件被改动，或由他人签署。请拒收。",
      },
      "seal.signature_unreadable": {
        en: "The seal can't be read as a signature. Refuse the document.",
        zh: "签章无法作为数字签名读取。请拒收。",
      },
      "seal.algorithm_unknown": {
        en: "This verifier does not know the seal's algorithm. Update the verifier.",
        zh: "核验程序不认识签章所用的算法。请更新核验程序。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.signer": {
    title: { en: "Owner of the seal's certificate", zh: "签章证书的所有者" },
    codes: {
      "seal.ok": { en: "The seal is that of the issuing member.", zh: "签章属于颁发成员。" },
      "seal.other_organisation": {
        en: "The seal is that of another organisation than the issuing member. Refuse the document.",
        zh: "签章属于其他机构，而非颁发成员。请拒收。",
      },
      "seal.unnamed": {
        en: "The seal's certificate does not say which organisation it is of. Refuse the document.",
        zh: "签章证书未载明所属机构。请拒收。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.chain": {
    title: { en: "Authority of the seal's certificate", zh: "签章证书的签发机构" },
    codes: {
      "seal.ok": {
        en: "The seal's certificate is from an authority in your trust file.",
        zh: "签章证书由信任文件中的签发机构签发。",
      },
      "seal.untrusted": {
        en: "The seal's certificate is not from an authority in your trust file. Get that authority's certificate from a source you trust, or ask the agency.",
        zh: "签章证书并非由信任文件中的签发机构签发。请从可信渠道取得该机构的证书，或询问颁发机构。",
      },
      "seal.certificate_period": {
        en: "The seal's certificate was not valid when the document was sealed. Refuse it.",
        zh: "签章时签章证书不在有效期内。请拒收。",
      },
      "seal.certificate_use": {
        en: "The seal's certificate was not made for sealing documents. Refuse the document.",
        zh: "签章证书的用途不包括文件签章。请拒收。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.timestamp": {
    title: { en: "Time-stamp", zh: "时间戳" },
    codes: {
      "seal.ok": { en: "The time-stamp is over this seal.", zh: "时间戳与该签章一致。" },
      "seal.timestamp_bad": {
        en: "The time-stamp is wrong, or over another seal. Refuse the document.",
        zh: "时间戳错误，或属于其他签章。请拒收。",
      },
      "seal.timestamp_untrusted": {
        en: "The time-stamp is not from an authority in your trust file, and counts for nothing. Rely on the time of the anchor, or get that authority's certificate.",
        zh: "时间戳并非由信任文件中的机构签发，不予采信。请以上链时间为准，或取得该机构的证书。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.representation": {
    title: { en: "What the document stands for", zh: "文件所代表的证照" },
    codes: {
      "seal.ok": {
        en: "This document, byte for byte, stands for the certificate in it.",
        zh: "该文件逐字节代表其内嵌的证照。",
      },
      "seal.proof_missing": {
        en: "The document does not carry the proof that it was anchored. Ask the agency for it again.",
        zh: "文件未附上链证明。请向颁发机构重新索取。",
      },
      "seal.proof_unreadable": {
        en: "The proof that the document carries can't be read. Refuse it, and ask the agency for the document again.",
        zh: "文件所附的上链证明无法读取。请拒收，并向颁发机构重新索取。",
      },
      "seal.other_certificate": {
        en: "What was anchored stands for another certificate than the one in the document. Refuse it.",
        zh: "上链的文件代表另一证照，而非文件内嵌的证照。请拒收。",
      },
      "seal.other_document": {
        en: "What was anchored is another document than this one. Refuse it.",
        zh: "上链的是另一文件，而非该文件。请拒收。",
      },
      "seal.other_issuer": {
        en: "The document was anchored by another member than the one that issued the certificate. Refuse it.",
        zh: "文件由其他成员上链，而非颁发证照的成员。请拒收。",
      },
      "seal.wrong_kind": {
        en: "What was anchored is no document for a certificate but a record of another kind. Refuse it.",
        zh: "上链的记录不是证照的文件，而是其他种类。请拒收。",
      },
      "seal.path_mismatch": {
        en: "The document's record is not in the batch that was anchored: it was altered, or never anchored. Refuse it.",
        zh: "文件的记录不在已上链的批次中：其内容被改动，或从未上链。请拒收。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.anchor": {
    title: { en: "Anchor of the document", zh: "文件的上链记录" },
    codes: {
      "seal.ok": {
        en: "The document was put on chain by the member's officers.",
        zh: "文件由该成员的经办与审核人员上链。",
      },
      "seal.anchor_refused": {
        en: "The document's own anchor does not hold: the detail names the check that refuses it. Refuse the document.",
        zh: "文件自身的上链记录不成立，详情载明未通过的检查。请拒收。",
      },
      "seal.before_certificate": {
        en: "The document was anchored before the certificate that it stands for. Refuse it.",
        zh: "文件的上链早于其所代表的证照。请拒收。",
      },
      "seal.anchor_unproven": {
        en: "The document's evidence does not show whether its anchor holds. Ask for the document again, or verify online.",
        zh: "文件所附证据未能证明其上链记录。请重新索取文件，或在线核验。",
      },
      "seal.not_vouched": {
        en: "Nobody you trust vouches for the state by which the document's anchor is proven. Ask for the document again, or verify online.",
        zh: "没有可信方为证明文件上链的状态担保。请重新索取文件，或在线核验。",
      },
      "seal.stale": {
        en: "The evidence of the document's anchor is too old for the time you ask about. Ask for the document again, or verify online.",
        zh: "文件上链的证据过旧，不足以说明所问时间的情况。请重新索取文件，或在线核验。",
      },
      "seal.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`seal.${string}`, CheckDefinition>;
