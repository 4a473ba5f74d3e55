import type { CodeMeaning } from "./table.ts";

/** What a reader of OFD documents (GB/T 33190) finds of a file; codes of `seal.file`. */
export const OFD_CODES = {
  "ofd.ok": { en: "Nothing in the file was changed after it was sealed.", zh: "文件签章后未被改动。" },
  "ofd.too_large": {
    en: "The file is larger than any that is read here. Ask for a smaller one.",
    zh: "文件过大，无法读取。请索取较小的文件。",
  },
  "ofd.not_ofd": {
    en: "This is no OFD document. Ask for the document as the agency gives it out.",
    zh: "这不是 OFD 文件。请索取机构出具的原文件。",
  },
  "ofd.truncated": {
    en: "The file is not complete, or goes on behind its end. Ask for it again.",
    zh: "文件不完整，或末尾有多余内容。请重新索取。",
  },
  "ofd.encrypted": {
    en: "The file is encrypted, and can't be checked. Ask for one that is not.",
    zh: "文件已加密，无法核验。请索取未加密的文件。",
  },
  "ofd.container": {
    en: "Two programs might read two documents from this file. Refuse it.",
    zh: "不同程序可能从该文件读出不同内容。请拒收。",
  },
  "ofd.bomb": {
    en: "The file unpacks to far more than a document holds. Refuse it.",
    zh: "文件解压后远超正常大小。请拒收。",
  },
  "ofd.xml": {
    en: "A part of the document is no XML, or XML with what no document needs. Refuse it.",
    zh: "文件的部分内容不是合规的 XML。请拒收。",
  },
  "ofd.structure": {
    en: "Parts that the standard asks for are missing, or contradict each other, so nobody knows what was sealed. Treat the file as unverified, and ask for another.",
    zh: "文件缺少标准要求的部分，或各部分相互矛盾，无从得知所盖内容。应视为未核验，并另行索取。",
  },
  "ofd.unsigned": {
    en: "The document bears no seal. Do not rely on it, and ask for the sealed one.",
    zh: "文件没有签章。请勿采信，并索取已签章的文件。",
  },
  "ofd.signature_unreadable": {
    en: "A seal on the document can't be read. Refuse it.",
    zh: "文件上的签章无法读取。请拒收。",
  },
  "ofd.altered": {
    en: "The document was altered after it was sealed. Refuse it.",
    zh: "文件签章后内容被改动。请拒收。",
  },
  "ofd.uncovered": {
    en: "The last seal does not cover the whole document, so parts of it could be anybody's. Refuse it.",
    zh: "最后的签章未覆盖整个文件，部分内容可能出自他人。请拒收。",
  },
  "ofd.order": {
    en: "The seals do not stand in the order in which they were put on. Refuse the document.",
    zh: "签章次序与加盖次序不符。请拒收。",
  },
  "ofd.repacked": {
    en: "The document was packed again by another program, so its seals can't be checked any more. Nothing says that it was tampered with: ask for the file as the agency gave it out.",
    zh: "文件已被其他程序重新打包，签章无法再核验，但不说明内容被篡改。请索取机构出具的原文件。",
  },
} as const satisfies Record<`ofd.${string}`, CodeMeaning>;
