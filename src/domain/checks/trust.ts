import { type CheckDefinition, SKIPPED } from "./table.ts";

/** Does the evidence come from a network, a chain and witnesses that this verifier trusts beforehand? */
export const TRUST_CHECKS = {
  "trust.network": {
    title: { en: "Network", zh: "网络" },
    codes: {
      "trust.ok": { en: "The certificate names a network in your trust file.", zh: "证照所属网络在信任文件中。" },
      "trust.unknown_network": {
        en: "The certificate belongs to a network that is not in your trust file. Get that network's trust file from a source you trust, or treat the certificate as unverified.",
        zh: "证照所属网络不在信任文件中。请从可信渠道取得该网络的信任文件，否则应视为未核验。",
      },
    },
  },
  "trust.header": {
    title: { en: "Block header", zh: "区块头" },
    codes: {
      "trust.ok": {
        en: "The block header hashes to the block that is vouched for.",
        zh: "区块头的哈希与被担保的区块一致。",
      },
      "trust.header_mismatch": {
        en: "The block header is not the one that is vouched for. The evidence was altered or is of another chain: ask for a new bundle.",
        zh: "区块头与被担保的区块不一致，证据被改动或来自另一条链。请重新索取证据包。",
      },
      "trust.missing": {
        en: "There is no readable block header, so nothing can be proven. Ask for a new bundle.",
        zh: "缺少可读取的区块头，无法证明任何内容。请重新索取证据包。",
      },
    },
  },
  "trust.code": {
    title: { en: "Contract code", zh: "合约代码" },
    codes: {
      "trust.ok": { en: "The registries run the code named in your trust file.", zh: "登记合约的代码与信任文件一致。" },
      "trust.code_hash": {
        en: "A registry's code is not the one in your trust file, so its state means nothing. Report this to the network's council.",
        zh: "登记合约的代码与信任文件不一致，其状态不可采信。请向该网络的理事会报告。",
      },
      "trust.unproven": {
        en: "The registries' code is not proven by the evidence. Ask for a new bundle.",
        zh: "证据未能证明登记合约的代码。请重新索取证据包。",
      },
    },
  },
  "trust.level": {
    title: { en: "Level of trust", zh: "信任级别" },
    codes: {
      "trust.ok": {
        en: "The state is vouched for at the level you demanded.",
        zh: "链上状态在所要求的级别上得到担保。",
      },
      "trust.not_vouched": {
        en: "Nobody you trust vouches for this state. Ask for a bundle with co-signatures, or verify online.",
        zh: "没有可信方为该状态担保。请索取带有副署的证据包，或在线核验。",
      },
      "trust.quorum_short": {
        en: "Fewer witnesses than the quorum vouch for this state. Ask again when more have co-signed, or accept a lower level.",
        zh: "为该状态副署的见证人未达到法定数。请待更多见证人副署后再试，或采用较低级别。",
      },
      "trust.node_unreachable": {
        en: "Your chain node does not answer, so the present state is not known. Try again, or verify at level archival.",
        zh: "无法连接链节点，当前状态未知。请重试，或改用归档级别核验。",
      },
    },
  },
  "trust.history": {
    title: { en: "One history", zh: "同一历史" },
    codes: {
      "trust.ok": { en: "The bundle's block stands on your node's chain.", zh: "证据包的区块在链节点的链上。" },
      "trust.node_behind": {
        en: "Your chain node shows less than was seen before. Let it catch up, or use another node.",
        zh: "链节点的数据落后于此前所见。请等待同步，或更换节点。",
      },
      "trust.fork": {
        en: "Two different histories of the same log exist. Do not rely on either, and report this to the witnesses.",
        zh: "同一日志出现两种不同的历史。两者均不可采信，请向见证人报告。",
      },
      "trust.skipped": SKIPPED,
    },
  },
  "trust.continuation": {
    title: { en: "Move to another installation", zh: "登记系统迁移" },
    codes: {
      "trust.ok": {
        en: "The evidence is from before the move, and the certificate goes on in the installation that your trust file names.",
        zh: "证据早于登记系统迁移，该证照在信任文件所列的新系统中延续。",
      },
      "trust.after_final": {
        en: "The evidence is from after the block at which this installation was closed, and counts for nothing. Ask for a bundle of the installation that continues it.",
        zh: "证据晚于该登记系统的终止区块，不予采信。请索取延续该系统的新系统出具的证据包。",
      },
      "trust.fork": {
        en: "The evidence and the final state in your trust file are two different histories. Do not rely on either, and report this to the witnesses.",
        zh: "证据与信任文件所列的终止状态属于两种不同的历史。两者均不可采信，请向见证人报告。",
      },
      "trust.not_continued": {
        en: "The installation that continues this one does not have the batch, or has another of its name. Ask its council to adopt it; until then the status is not known.",
        zh: "新系统中没有该批次，或同名批次内容不同。请要求新系统的理事会完成接收；在此之前状态未知。",
      },
      "trust.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`trust.${string}`, CheckDefinition>;
