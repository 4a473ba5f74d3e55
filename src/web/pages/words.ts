import type { Bilingual } from "../../domain/bilingual.ts";

/** What the pages say beside the words of domain/i18n. A missing language does not compile. */
export const WORDS = {
  skip: { zh: "跳到正文", en: "Skip to main content" },
  networkPage: { zh: "网络与接口", en: "Network and interface" },
  needsScript: {
    zh: "在本页核验证照需要启用 JavaScript。也可以用命令行核验，方法见",
    en: "Verifying on this page needs JavaScript. You can also verify with the command line; see",
  },
  toVerify: { zh: "核验证照文件", en: "Verify the certificate's file" },
  otherLanguage: { zh: "English", en: "中文" },

  running: { zh: "运行状态", en: "What runs here" },
  up: { zh: "链可用", en: "The chain answers" },
  down: { zh: "链暂时无法访问", en: "The chain does not answer" },
  downHelp: {
    zh: "颁发与状态变更会排队等候，不会丢失；归档级别的核验照常进行。",
    en: "Issuing and status changes wait in line and are not lost; verification at archival level works as before.",
  },
  network: { zh: "网络", en: "Network" },
  registryId: { zh: "登记号", en: "Registry id" },
  block: { zh: "最新区块", en: "Latest block" },
  log: { zh: "证据日志", en: "Evidence log" },
  entries: { zh: "条记录", en: "entries" },
  witnesses: { zh: "见证人", en: "Witnesses" },
  cosigned: { zh: "已副署最新检查点", en: "co-signed the latest checkpoint" },
  noWitness: { zh: "无", en: "none" },
  unknown: { zh: "未知", en: "not known" },
  timeZone: { zh: "北京时间", en: "China Standard Time" },

  verify: { zh: "核验一份证照", en: "Verify a certificate" },
  verifyHelp: {
    zh: "证据包是一个文件，核验所需的一切都在其中。在自己的电脑上核验，文件不会离开本机：",
    en: "A bundle is one file that holds everything needed. Verify it on your own machine; the file does not leave it:",
  },
  verifyTrust: {
    zh: "首次使用：加入从可信渠道取得的信任文件",
    en: "Once, before anything else: add the trust file that you got from a source you trust",
  },
  verifyOnline: {
    zh: "在线核验：当前状态取自您信任的链节点",
    en: "Online: the present status, from a chain node you trust",
  },
  verifyOffline: {
    zh: "离线核验：仅凭文件与见证人副署，服务与链停用后仍然有效",
    en: "Offline: by the file and the witnesses alone, also when service and chain are gone",
  },
  verifyPast: { zh: "核验过去某一天的状态", en: "As it stood on an earlier day" },
  copy: { zh: "复制", en: "Copy" },
  copied: { zh: "已复制", en: "Copied" },

  verdicts: { zh: "四种结论", en: "What the verdicts mean" },
  verdict: { zh: "结论", en: "Verdict" },
  meaning: { zh: "含义", en: "Meaning" },
  indeterminateDo: {
    zh: "报告会说明原因与处理方法；在此之前视为未核验。",
    en: "The report says why and what to do; until then, treat it as unverified.",
  },
  exitCode: { zh: "退出码", en: "Exit code" },
  members: { zh: "成员", en: "Members" },
  member: { zh: "机构", en: "Organisation" },
  types: { zh: "可颁发类型", en: "Types it may issue" },
  closed: { zh: "已终止", en: "closed" },
  frozen: { zh: "已冻结", en: "frozen" },

  api: { zh: "接口", en: "For programs" },
  apiHelp: {
    zh: "HTTP 接口以 JSON 收发，写操作需要 API 密钥与 Idempotency-Key。",
    en: "The HTTP interface speaks JSON; writing needs an API key and an Idempotency-Key.",
  },
  apiDocs: { zh: "接口文档", en: "Documentation of the interface" },
  apiVersion: { zh: "版本", en: "Version" },
  contents: { zh: "目录", en: "Contents" },
  needsKey: { zh: "需要 API 密钥（Authorization: Bearer …）。", en: "Needs an API key (Authorization: Bearer …)." },
  parameters: { zh: "参数", en: "Parameters" },
  optional: { zh: "可选", en: "optional" },
  body: { zh: "请求体", en: "Request body" },
  answers: { zh: "响应", en: "Answers" },
  schemas: { zh: "数据结构", en: "Schemas" },
  field: { zh: "字段", en: "Field" },
  value: { zh: "值", en: "Value" },
  listOf: { zh: "列表，元素为 ", en: "list of " },
  anything: { zh: "任意 JSON 值", en: "any JSON value" },
  openapi: { zh: "接口说明（OpenAPI 3.1）", en: "Description of the interface (OpenAPI 3.1)" },
  checkpoint: { zh: "最新检查点", en: "Latest checkpoint" },
  memberList: { zh: "成员目录（JSON）", en: "Directory of members (JSON)" },
  readiness: { zh: "就绪状态（JSON）", en: "Readiness (JSON)" },
} as const satisfies Record<string, Bilingual>;
