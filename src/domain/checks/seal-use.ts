import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Of the uses of seals on a file: which file, whose seals, counted on chain, and not lost by then. */
export const SEAL_USE_CHECKS = {
  "seal.stamped": {
    title: { en: "What the seals were put on", zh: "所盖文件" },
    codes: {
      "seal.ok": {
        en: "The member put on chain that these seals are on this file, byte for byte.",
        zh: "成员已将这些印章盖于该文件一事上链，文件逐字节一致。",
      },
      "seal.proof_missing": {
        en: "The file does not carry the proof that its seals' uses were put on chain. Ask whoever stamped it for the file with its proof, or treat it as unverified.",
        zh: "文件未附用章上链的证明。请向用章机构索取附有证明的文件，否则应视为未核验。",
      },
      "seal.proof_unreadable": {
        en: "The proof that the file carries can't be read. Refuse it, and ask whoever stamped it for the file again.",
        zh: "文件所附的用章证明无法读取。请拒收，并向用章机构重新索取。",
      },
      "seal.wrong_kind": {
        en: "What was put on chain is no use of seals but a record of another kind. Refuse the file.",
        zh: "上链的记录不是用章记录，而是其他种类。请拒收。",
      },
      "seal.other_document": {
        en: "The seals' uses were put on chain for another file than this one. Refuse it.",
        zh: "用章记录所对应的是另一文件，而非该文件。请拒收。",
      },
      "seal.other_seals": {
        en: "The file bears other seals than those that were put on chain for it. Refuse it.",
        zh: "文件上的印章与上链记录的印章不一致。请拒收。",
      },
      "seal.path_mismatch": {
        en: "The file's record is not in the batch that was anchored: it was altered, or never anchored. Refuse the file.",
        zh: "文件的记录不在已上链的批次中：内容被改动，或从未上链。请拒收。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.user": {
    title: { en: "Who used the seals", zh: "用章成员" },
    codes: {
      "seal.ok": {
        en: "The member that the file names is the one on chain.",
        zh: "文件所载用章成员与链上登记一致。",
      },
      "seal.name_mismatch": {
        en: "The file names another member than the one that put its seals' uses on chain. Refuse it.",
        zh: "文件所载用章成员与用章上链的成员不一致。请拒收。",
      },
      "seal.profile_unproven": {
        en: "The evidence does not show what the member is called. Ask for the file again, or verify online.",
        zh: "证据未能证明成员的名称。请重新索取文件，或在线核验。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.registered": {
    title: { en: "Registration of the seal", zh: "印章备案" },
    codes: {
      "seal.ok": {
        en: "The seal is registered on chain: its owner, and this very picture and certificate.",
        zh: "印章已在链上备案，所有者、印模与证书均一致。",
      },
      "seal.unregistered": {
        en: "No such seal is registered. Refuse whatever bears it.",
        zh: "该印章未备案。请拒收加盖该印章的文件。",
      },
      "seal.other_owner": {
        en: "The seal's code names another owner than its registration, or is no code of a seal. Refuse whatever bears it.",
        zh: "印章编码所示的所有者与备案不符，或不是有效的印章编码。请拒收加盖该印章的文件。",
      },
      "seal.other_object": {
        en: "Another seal is registered under this code: this one was forged, or never registered. Refuse whatever bears it.",
        zh: "该编码备案的是另一枚印章：此印章系伪造，或从未备案。请拒收加盖该印章的文件。",
      },
      "seal.registration_unproven": {
        en: "The evidence does not show whether the seal is registered. Ask for the file again, or verify online.",
        zh: "证据未能证明印章是否备案。请重新索取文件，或在线核验。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.use": {
    title: { en: "Use of the seal", zh: "用章记录" },
    codes: {
      "seal.ok": {
        en: "The use of the seal was counted on chain, by a member that may use it.",
        zh: "该次用章已在链上计数，用章成员有权使用该印章。",
      },
      "seal.use_missing": {
        en: "Nothing shows that the use of the seal was counted on chain. Ask whoever stamped the file for it with its proof.",
        zh: "没有材料表明该次用章已在链上计数。请向用章机构索取附有证明的文件。",
      },
      "seal.use_unproven": {
        en: "The evidence does not show whether the use of the seal was counted on chain. Ask for the file again, or verify online.",
        zh: "证据未能证明该次用章是否已在链上计数。请重新索取文件，或在线核验。",
      },
      "seal.not_counted": {
        en: "The use of the seal was never counted on chain. Refuse the file.",
        zh: "该次用章从未在链上计数。请拒收。",
      },
      "seal.use_mismatch": {
        en: "What was counted on chain is another use than the one that the file tells of. Refuse the file.",
        zh: "链上计数的用章与文件所述的用章不符。请拒收。",
      },
      "seal.use_before_anchor": {
        en: "The use is said to have been counted before the file was put on chain. Refuse the file.",
        zh: "所述用章计数早于文件上链。请拒收。",
      },
      "seal.user_unknown": {
        en: "The seal belongs to another member, which never let this one use it. Refuse the file.",
        zh: "印章属于其他成员，且从未授权该成员使用。请拒收。",
      },
      "seal.skipped": SKIPPED,
    },
  },
  "seal.lost": {
    title: { en: "Loss of the seal", zh: "印章挂失" },
    codes: {
      "seal.ok": {
        en: "The seal was not lost when it was used, as far as was known at the block of this report.",
        zh: "截至本报告所依据的区块，印章在使用时未处于挂失状态。",
      },
      "seal.lost": {
        en: "The seal was used after it was lost. Refuse the file, and ask the seal's owner.",
        zh: "用章时印章已挂失。请拒收，并询问印章所有者。",
      },
      "seal.state_unproven": {
        en: "The evidence does not show whether the seal was lost. Ask for the file again, or verify online.",
        zh: "证据未能证明印章是否挂失。请重新索取文件，或在线核验。",
      },
      "seal.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`seal.${string}`, CheckDefinition>;
