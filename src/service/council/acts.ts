import type { Bilingual } from "../../domain/bilingual.ts";
import {
  CHANGE,
  type Field,
  FROM,
  field,
  IN,
  KEY,
  MEMBER,
  OFFICER,
  ORIGIN,
  OUT,
  PREVIOUS,
  QUORUM,
  SEAL,
  THRESHOLD,
  TYPE,
  UNTIL,
} from "./fields.ts";

/** Contracts that the council calls. */
export type Target = "directory" | "memberRegistry" | "anchorRegistry" | "statusRegistry" | "sealRegistry" | "safe";

/** Something the council can do: one function of one contract. */
export interface Act {
  readonly target: Target;
  readonly method: string;
  readonly fields: readonly Field[];
  /** `stops`, `own` (of the Safe itself): at once. `widens`: announced, and carried out 48 hours later. */
  readonly effect: "stops" | "widens" | "own";
  readonly words: Bilingual;
  /** What whoever signs should know beside. */
  readonly note?: Bilingual;
}

const ENDS_ANCHORS: Bilingual = {
  zh: "已颁发证照的吊销、暂停照常进行。",
  en: "Revoking and suspending what was issued goes on.",
};

/**
 * Everything that the council can sign, and nothing else. A new act is a line here (with a field in FIELDS where it has
 * a new one): command line, decoding, words and tests follow from it. The name is that of `yz council propose`.
 */
export const ACTS = {
  admit: {
    target: "memberRegistry",
    method: "admit",
    fields: [MEMBER, field("profile", "bytes32", "profile"), THRESHOLD, field("officers", { list: OFFICER }, "list")],
    effect: "widens",
    words: { zh: "接纳成员", en: "Admit a member" },
  },
  freeze: {
    target: "memberRegistry",
    method: "freeze",
    fields: [MEMBER],
    effect: "stops",
    words: { zh: "冻结成员，直至理事会解除", en: "Freeze a member until the council lifts it" },
    note: { zh: "冻结期间该成员只能暂停证照，不能颁发或吊销。", en: "A frozen member may suspend, and nothing else." },
  },
  unfreeze: {
    target: "memberRegistry",
    method: "unfreeze",
    fields: [MEMBER],
    effect: "widens",
    words: { zh: "解除对成员的冻结", en: "Lift the freeze of a member" },
  },
  pause: {
    target: "anchorRegistry",
    method: "pause",
    fields: [field("type", "bytes32", "anyType")],
    effect: "stops",
    words: { zh: "停止上链，直至理事会解除", en: "Stop anchors until the council lifts it" },
    note: ENDS_ANCHORS,
  },
  unpause: {
    target: "anchorRegistry",
    method: "unpause",
    fields: [field("type", "bytes32", "anyType")],
    effect: "widens",
    words: { zh: "恢复上链", en: "Let anchors go on" },
  },
  "grant-scope": {
    target: "memberRegistry",
    method: "grantScope",
    fields: [MEMBER, TYPE, FROM, UNTIL],
    effect: "widens",
    words: { zh: "授权成员颁发某类证照", en: "Let a member issue a type" },
  },
  "withdraw-scope": {
    target: "memberRegistry",
    method: "withdrawScope",
    fields: [MEMBER, TYPE],
    effect: "stops",
    words: { zh: "收回成员颁发某类证照的授权", en: "Let a member no longer issue a type" },
    note: ENDS_ANCHORS,
  },
  "lower-threshold": {
    target: "memberRegistry",
    method: "lowerThreshold",
    fields: [MEMBER, THRESHOLD],
    effect: "widens",
    words: { zh: "降低成员的签署门槛", en: "Lower a member's threshold" },
  },
  "raise-threshold": {
    target: "memberRegistry",
    method: "raiseThreshold",
    fields: [MEMBER, THRESHOLD],
    effect: "stops",
    words: { zh: "提高成员的签署门槛", en: "Raise a member's threshold" },
  },
  "add-officer": {
    target: "memberRegistry",
    method: "addOfficer",
    fields: [MEMBER, field("officer", OFFICER, "list")],
    effect: "widens",
    words: { zh: "增加成员的签署人", en: "Add an officer of a member" },
  },
  "remove-officer": {
    target: "memberRegistry",
    method: "removeOfficer",
    fields: [MEMBER, field("officer", "address", "account")],
    effect: "stops",
    words: { zh: "免去成员的签署人", en: "Remove an officer of a member" },
  },
  "register-key": {
    target: "memberRegistry",
    method: "registerKey",
    fields: [MEMBER, field("key", KEY, "list")],
    effect: "widens",
    words: { zh: "登记成员的密钥", en: "Register a key of a member" },
  },
  "retire-key": {
    target: "memberRegistry",
    method: "retireKey",
    fields: [MEMBER, field("keyId", "bytes32", "id")],
    effect: "stops",
    words: { zh: "停用成员的密钥", en: "Retire a key of a member" },
  },
  "report-compromise": {
    target: "memberRegistry",
    method: "reportCompromise",
    fields: [MEMBER, field("subject", "bytes32", "subject"), field("since", "uint64", "since")],
    effect: "stops",
    words: { zh: "宣告密钥或签署人已泄露", en: "Declare a key or officer compromised" },
    note: {
      zh: "自该时间起由其签署的证照无效；时间只能再提前，不能推后。",
      en: "What it signed from then on is invalid; the time can only move earlier.",
    },
  },
  "change-status": {
    target: "statusRegistry",
    method: "councilChange",
    fields: [field("change", CHANGE, "list")],
    effect: "stops",
    words: { zh: "按理事会决定变更证照状态", en: "Change certificates' status by order of the council" },
    note: { zh: "已撤销的证照不能恢复。", en: "What is revoked stays revoked." },
  },
  "change-seal": {
    target: "sealRegistry",
    method: "changeByCouncil",
    fields: [SEAL, field("into", "uint8", "sealState"), field("effective", "uint64", "since")],
    effect: "stops",
    words: {
      zh: "按理事会决定停用、挂失或销毁印章",
      en: "Suspend a seal, or declare it lost or destroyed, by order of the council",
    },
    note: {
      zh: "挂失之时起的用印无效，该时间只能再提前；挂失与销毁不可撤回，停用可由所有者恢复。",
      en: "Uses from the loss on are invalid, and its time can only move earlier. What is lost or destroyed stays so; what is suspended its owner may resume.",
    },
  },
  "close-member": {
    target: "memberRegistry",
    method: "close",
    fields: [MEMBER],
    effect: "stops",
    words: { zh: "关闭成员（不可撤回）", en: "Close a member, for ever" },
    note: {
      zh: "其已颁发的证照继续可核验；吊销由理事会或承接成员办理。",
      en: "What it issued still verifies; the council or its successor revokes.",
    },
  },
  succeed: {
    target: "memberRegistry",
    method: "succeed",
    fields: [MEMBER, field("successor", "bytes32", "member")],
    effect: "widens",
    words: { zh: "由另一成员承接被撤并成员的证照状态", en: "Give an abolished member's status rights to another" },
    note: {
      zh: "被撤并成员如尚未关闭，将同时关闭，不可撤回。",
      en: "The abolished member is closed with it, for ever, where it is not closed yet.",
    },
  },
  "close-network": {
    target: "directory",
    method: "close",
    fields: [field("network", "bytes32", "registry")],
    effect: "widens",
    words: { zh: "关闭本网络（不可撤回）", en: "Close this network, for ever" },
    note: {
      zh: "此后不再上链、不再使用限用证照；吊销、暂停与泄露宣告照常进行。",
      en: "No anchor and no claim any more; status and compromises go on.",
    },
  },
  "continue-from": {
    target: "statusRegistry",
    method: "continueFrom",
    fields: [field("origin", ORIGIN, "list")],
    effect: "widens",
    words: { zh: "承接另一已关闭网络的批次与状态", en: "Continue the batches of a closed network here" },
    note: {
      zh: "签名前请自行从原网络重新计算承接树根。",
      en: "Compute the root anew from that network before you sign.",
    },
  },
  "register-registry": {
    target: "directory",
    method: "register",
    fields: [field("name", "bytes32", "name"), field("address", "address", "account")],
    effect: "widens",
    words: { zh: "登记新的合约并允许其写入存证日志", en: "Register a contract and let it write to the log" },
    note: { zh: "签名前请自行核对该地址上的代码。", en: "Look at the code at that address before you sign." },
  },
  "replace-councillor": {
    target: "safe",
    method: "swapOwner",
    fields: [PREVIOUS, OUT, IN],
    effect: "own",
    words: { zh: "更换理事", en: "Replace a council member" },
  },
  "add-councillor": {
    target: "safe",
    method: "addOwnerWithThreshold",
    fields: [IN, QUORUM],
    effect: "own",
    words: { zh: "增加理事", en: "Add a council member" },
  },
  "remove-councillor": {
    target: "safe",
    method: "removeOwner",
    fields: [PREVIOUS, OUT, QUORUM],
    effect: "own",
    words: { zh: "减少理事", en: "Remove a council member" },
  },
  "change-quorum": {
    target: "safe",
    method: "changeThreshold",
    fields: [QUORUM],
    effect: "own",
    words: { zh: "变更理事会的决议人数", en: "Change how many council members decide" },
  },
} as const satisfies Record<string, Act>;
export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];
