import type { Bilingual } from "../../domain/bilingual.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";

/** What the verify page says before any result; what results say stands in report-words.ts. `{name}` is filled in by `tell`. */
export const WORDS = {
  skip: { zh: "跳到正文", en: "Skip to main content" },
  otherLanguage: { zh: "English", en: "中文" },
  network: { zh: "网络与接口", en: "Network and interface" },
  offlineBrand: { zh: "印证 · 离线核验", en: "Yinzheng · offline verifier" },

  choose: { zh: "选择证照文件", en: "Choose certificate files" },
  dropHint: {
    zh: "PDF、OFD 或 .json 文件均可，可一次多份；也可拖到本页任意位置。",
    en: "PDF, OFD or .json, several at once. Or drag files anywhere onto this page.",
  },
  dropNow: { zh: "松开即可核验", en: "Let go to verify" },
  paste: {
    zh: "或者粘贴证照文件的内容、证照标识或链接",
    en: "Or paste a certificate's text, its identifier or a link",
  },
  pasteHint: {
    zh: "证照标识以 1.2.156.3005.2 开头，可粘贴多行。按标识查询会让本服务知道您查的是哪一份。",
    en: "Identifiers begin with 1.2.156.3005.2; one on each line. A look-up by identifier tells this service which one you ask about.",
  },
  pasteHintOffline: {
    zh: "本页离线工作，不能按标识查询。",
    en: "This page works offline and can't look up identifiers.",
  },
  verifyPasted: { zh: "核验粘贴的内容", en: "Verify what I pasted" },
  pastedName: { zh: "粘贴的内容", en: "Pasted text" },

  basis: { zh: "核验依据", en: "What the check relies on" },
  trustFile: { zh: "信任文件", en: "Trust file" },
  trustNetworks: { zh: "网络", en: "Network" },
  trustDigest: { zh: "摘要（SHA-256）", en: "Digest (SHA-256)" },
  trustWitnesses: { zh: "见证人", en: "Witnesses" },
  quorum: { zh: "{all} 名中须有 {quorum} 名副署：{names}", en: "{quorum} of {all} must co-sign: {names}" },
  trustSource: { zh: "来源", en: "Where it comes from" },
  source_site: { zh: "由本网站提供", en: "Offered by this website" },
  source_pinned: { zh: "制作本页时写入", en: "Put into this page when it was made" },
  source_file: { zh: "您选择的文件：{name}", en: "A file you chose: {name}" },
  caution_site: {
    zh: "信任文件与证照若来自同一网站，核验只能说明与该网站的说法一致。重要事项请从可信渠道取得信任文件，或核对上面的摘要。",
    en: "If the trust file comes from the same site as the certificate, the check proves only what that site says. For anything important, get the trust file from a source you trust, or compare the digest above.",
  },
  caution_pinned: {
    zh: "请向网络的理事会核对上面的摘要。信任文件若是假的，核验结果也没有意义。",
    en: "Compare the digest above with what the network's council publishes. With a false trust file a verdict means nothing.",
  },
  caution_file: {
    zh: "只使用从可信渠道取得的信任文件，不要使用出示证照的人给的。",
    en: "Use only a trust file that you got from a source you trust, never one from whoever shows you the certificate.",
  },
  noTrust: {
    zh: "还没有信任文件，无法得出结论。请先选择。",
    en: "There is no trust file yet, so nothing can be judged. Choose one first.",
  },
  chooseTrust: { zh: "选择信任文件", en: "Choose a trust file" },
  changeTrust: { zh: "换用其他信任文件", en: "Use another trust file" },
  trustRefused: {
    zh: "无法读取这个信任文件，仍使用原来的。",
    en: "That trust file can't be read; nothing was changed.",
  },
  trustUnreachable: {
    zh: "未能取得本网站的信任文件。请重试或自行选择。",
    en: "This site's trust file could not be fetched. Try again or choose your own.",
  },

  snapshot: { zh: "快照文件", en: "Snapshot file" },
  snapshotHint: {
    zh: "只有核验离线码才需要：它记载某一区块时的登记状态，其中内容须经信任文件验证。没有选择时，扫到离线码后向本服务索取整份快照，不透露是哪一份证照。",
    en: "Needed for offline codes alone: it holds the registry's state at one block, and is itself checked by the trust file. Where none is chosen, this service's whole snapshot is fetched when an offline code is read, without saying for which certificate.",
  },
  snapshotHintOffline: {
    zh: "只有核验离线码才需要：它记载某一区块时的登记状态，其中内容须经信任文件验证。",
    en: "Needed for offline codes alone: it holds the registry's state at one block, and is itself checked by the trust file.",
  },
  chooseSnapshot: { zh: "选择快照文件", en: "Choose a snapshot file" },
  snapshotAt: { zh: "截至", en: "As of" },
  snapshotBatches: { zh: "批次数", en: "Batches" },
  snapshotVouched: { zh: "担保人", en: "Vouched for by" },
  snapshotUnknown: { zh: "无（不能据此得出结论）", en: "nobody (nothing can be concluded from it)" },
  snapshotRefused: {
    zh: "无法读取这个快照文件，仍使用原来的。",
    en: "That snapshot file can't be read; nothing was changed.",
  },

  level: { zh: "核验级别", en: "Level" },
  level_archival: {
    zh: "归档：达到法定数的见证人为链上状态担保（建议）",
    en: "Archival: a quorum of witnesses vouches for the state on chain (recommended)",
  },
  level_snapshot: { zh: "快照：只需一名见证人担保", en: "Snapshot: one witness is enough" },
  asOf: { zh: "核验哪一天的状态", en: "As it stood on which day" },
  asOfHint: {
    zh: "留空即为现在；填写日期则以北京时间当日终了为准。",
    en: "Empty means now; a date means the end of that day in China.",
  },
  now: { zh: "现在", en: "now" },

  results: { zh: "核验结果", en: "Results" },
  working: { zh: "正在核验，还剩 {left} 份……", en: "Verifying, {left} to go …" },
  done: { zh: "核验完成，共 {all} 份：{list}", en: "Verified {all}: {list}" },
  unreadable: { zh: "不是证照文件", en: "not a certificate file" },
  print: { zh: "打印结果", en: "Print the results" },
  clear: { zh: "清除结果", en: "Clear the results" },
  loadFailed: {
    zh: "核验程序未能载入。请检查网络后重新打开本页。",
    en: "The verifier could not be loaded. Check your connection and open this page again.",
  },
} as const satisfies Record<string, Bilingual>;

/** A sentence of this page with its blanks filled in. */
export function tell(
  words: Bilingual,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
