import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Is this, byte for byte, what was put into the batch, and is it what it says it is? */
export const INTEGRITY_CHECKS = {
  "integrity.document": {
    title: { en: "Document", zh: "文件内容" },
    codes: {
      "integrity.ok": { en: "The document is unchanged since it was issued.", zh: "文件自颁发以来未被改动。" },
      "integrity.document_mismatch": {
        en: "The document is not the one that was issued. Refuse it and ask the holder for the original.",
        zh: "文件与颁发时不一致，已被改动。请拒收，并要求持证人出示原件。",
      },
    },
  },
  "integrity.leaf": {
    title: { en: "Place in the batch", zh: "批次中的位置" },
    codes: {
      "integrity.ok": { en: "The document belongs to the batch that was anchored.", zh: "文件属于已上链的批次。" },
      "integrity.path_mismatch": {
        en: "The document does not belong to the batch that was anchored. Refuse it.",
        zh: "文件不属于已上链的批次。请拒收。",
      },
      "integrity.hash_suite": {
        en: "The batch was hashed with another algorithm than this type demands. Refuse it.",
        zh: "批次所用的杂凑算法与该证照类型的规定不符。请拒收。",
      },
    },
  },
  "integrity.cell": {
    title: { en: "Cell", zh: "登记单元" },
    codes: {
      "integrity.ok": { en: "The document stands in the cell that it names.", zh: "文件位于其所载明的登记单元。" },
      "integrity.cell_mismatch": {
        en: "The document names another cell than the one it stands in; its status would be another's. Refuse it.",
        zh: "文件所载登记单元与实际位置不符，其状态可能属于另一证照。请拒收。",
      },
    },
  },
  "integrity.kind": {
    title: { en: "Kind of record", zh: "记录种类" },
    codes: {
      "integrity.ok": { en: "The record is a certificate.", zh: "该记录是证照。" },
      "integrity.wrong_kind": {
        en: "The record is not a certificate but of another kind. Refuse it as a certificate.",
        zh: "该记录不是证照，而是其他种类。不得作为证照采信。",
      },
    },
  },
  "integrity.context": {
    title: { en: "Vocabulary", zh: "词汇表" },
    codes: {
      "integrity.ok": { en: "The vocabulary is the one the issuer pinned.", zh: "词汇表与颁发机构锁定的一致。" },
      "integrity.context_mismatch": {
        en: "The vocabulary in the bundle is not the one the issuer pinned, so fields could be read wrongly. Ask for a new bundle.",
        zh: "证据包中的词汇表与颁发机构锁定的不一致，字段可能被误读。请重新索取证据包。",
      },
      "integrity.skipped": SKIPPED,
    },
  },
  "integrity.type": {
    title: { en: "Certificate type", zh: "证照类型" },
    codes: {
      "integrity.ok": {
        en: "The type definition is the one the issuer pinned.",
        zh: "证照类型定义与颁发机构锁定的一致。",
      },
      "integrity.type_mismatch": {
        en: "The type definition in the bundle is not the one the issuer pinned. Ask for a new bundle.",
        zh: "证据包中的类型定义与颁发机构锁定的不一致。请重新索取证据包。",
      },
      "integrity.type_unknown": {
        en: "The type definition is missing, so the fields can't be judged. Ask for a complete bundle.",
        zh: "缺少类型定义，无法判断各字段。请索取完整的证据包。",
      },
      "integrity.skipped": SKIPPED,
    },
  },
  "integrity.subject": {
    title: { en: "Fields", zh: "照面信息" },
    codes: {
      "integrity.ok": { en: "Every field is as the type demands.", zh: "各字段均符合证照类型的规定。" },
      "integrity.subject_invalid": {
        en: "A field is missing, unknown or impossible for this type. Do not rely on it, and tell the issuer.",
        zh: "有字段缺失、未定义或不可能成立。请勿采信，并告知颁发机构。",
      },
      "integrity.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`integrity.${string}`, CheckDefinition>;
