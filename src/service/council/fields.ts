import type { Bilingual } from "../../domain/bilingual.ts";

/** How a field is written in words; its encoding follows from its shape. */
export type FieldKind =
  | "member"
  | "type"
  | "anyType"
  | "account"
  | "role"
  | "begin"
  | "end"
  | "since"
  | "deadline"
  | "number"
  | "subject"
  | "suite"
  | "purposes"
  | "custody"
  | "profile"
  | "name"
  | "registry"
  | "id"
  | "state"
  | "seal"
  | "sealState"
  | "reason"
  | "cells"
  | "list"
  | "hidden";

/** A word of the ABI or `bytes`; a struct; a list. */
export type Shape = string | { readonly struct: readonly Field[] } | { readonly list: Shape };

export interface Field {
  readonly name: FieldName;
  readonly shape: Shape;
  readonly kind: FieldKind;
}

/** What the reader sees before a value. */
export const FIELDS = {
  member: { zh: "成员", en: "Member" },
  type: { zh: "证照类型", en: "Type" },
  profile: { zh: "成员档案", en: "Profile" },
  threshold: { zh: "签署门槛", en: "Threshold" },
  officers: { zh: "签署人", en: "Officer" },
  officer: { zh: "签署人", en: "Officer" },
  account: { zh: "地址", en: "Address" },
  role: { zh: "角色", en: "Role" },
  from: { zh: "生效", en: "From" },
  until: { zh: "截止", en: "Until" },
  types: { zh: "限定类型", en: "Only type" },
  key: { zh: "密钥", en: "Key" },
  keyId: { zh: "密钥编号", en: "Key id" },
  suite: { zh: "签名套件", en: "Suite" },
  purposes: { zh: "用途", en: "Purposes" },
  custody: { zh: "保管", en: "Custody" },
  publicKey: { zh: "公钥", en: "Public key" },
  possession: { zh: "持有证明", en: "Possession" },
  subject: { zh: "泄露对象", en: "Compromised" },
  since: { zh: "泄露时间", en: "Since" },
  name: { zh: "名称", en: "Name" },
  address: { zh: "合约地址", en: "Contract" },
  successor: { zh: "承接成员", en: "Successor" },
  network: { zh: "承接网络", en: "Continued by" },
  seal: { zh: "印章", en: "Seal" },
  into: { zh: "新状态", en: "New state" },
  effective: { zh: "起算时间", en: "As of" },
  change: { zh: "状态变更", en: "Change" },
  acting: { zh: "执行成员", en: "Acting member" },
  epoch: { zh: "任期", en: "Epoch" },
  batch: { zh: "批次", en: "Batch" },
  cells: { zh: "证照位置", en: "Places" },
  first: { zh: "起始", en: "First" },
  count: { zh: "数量", en: "Count" },
  to: { zh: "新状态", en: "New status" },
  reason: { zh: "原因", en: "Reason" },
  next: { zh: "取代者", en: "Replaced by" },
  index: { zh: "序号", en: "Index" },
  head: { zh: "接续状态", en: "After status" },
  notBefore: { zh: "不早于", en: "Not before" },
  deadline: { zh: "须在此前提交", en: "Submit before" },
  previous: { zh: "名单前一人", en: "After in list" },
  out: { zh: "退出", en: "Leaves" },
  in: { zh: "加入", en: "Joins" },
  quorum: { zh: "决议人数", en: "Signatures" },
  origin: { zh: "原网络", en: "Origin" },
  origin_id: { zh: "原网络编号", en: "Of network" },
  chain: { zh: "链编号", en: "Chain id" },
  log_size: { zh: "日志记录数", en: "Log records" },
  log_root: { zh: "日志树根", en: "Log root" },
  block: { zh: "最终区块", en: "Final block" },
  block_hash: { zh: "区块哈希", en: "Block hash" },
  block_time: { zh: "区块时间", en: "Block time" },
  size: { zh: "承接项数", en: "Adoptions" },
  root: { zh: "承接树根", en: "Their root" },
} as const satisfies Record<string, Bilingual>;
export type FieldName = keyof typeof FIELDS;

/** A field of an act. */
export const field = (name: FieldName, shape: Shape, kind: FieldKind): Field => ({ name, shape, kind });
export const MEMBER = field("member", "bytes32", "member");
export const SEAL = field("seal", "bytes32", "seal");
export const TYPE = field("type", "bytes32", "type");
export const FROM = field("from", "uint40", "begin");
export const UNTIL = field("until", "uint40", "end");
export const THRESHOLD = field("threshold", "uint8", "number");
const LIMIT: Shape = { struct: [TYPE, FROM, UNTIL] };
export const OFFICER: Shape = {
  struct: [
    field("account", "address", "account"),
    field("role", "uint8", "role"),
    FROM,
    UNTIL,
    field("types", { list: LIMIT }, "list"),
  ],
};
export const KEY: Shape = {
  struct: [
    field("keyId", "bytes32", "id"),
    field("suite", "uint8", "suite"),
    field("purposes", "uint16", "purposes"),
    field("custody", "uint8", "custody"),
    FROM,
    UNTIL,
    field("publicKey", "bytes", "hidden"),
    field("possession", "bytes", "hidden"),
  ],
};
const PLACE: Shape = {
  struct: [
    field("member", "bytes32", "hidden"),
    field("batch", "bytes32", "hidden"),
    field("index", "uint32", "hidden"),
  ],
};
export const CHANGE: Shape = {
  struct: [
    MEMBER,
    field("acting", "bytes32", "hidden"),
    field("epoch", "uint32", "hidden"),
    field("batch", "bytes32", "id"),
    field(
      "cells",
      { list: { struct: [field("first", "uint32", "number"), field("count", "uint32", "number")] } },
      "cells",
    ),
    field("to", "uint8", "state"),
    field("reason", "uint16", "reason"),
    field("next", PLACE, "hidden"),
    field("head", "bytes32", "hidden"),
    field("notBefore", "uint64", "hidden"),
    field("deadline", "uint64", "deadline"),
  ],
};
export const ORIGIN: Shape = {
  struct: [
    field("origin_id", "bytes32", "id"),
    field("chain", "uint64", "number"),
    field("log_size", "uint64", "number"),
    field("log_root", "bytes32", "id"),
    field("block", "uint64", "number"),
    field("block_hash", "bytes32", "id"),
    field("block_time", "uint64", "deadline"),
    field("size", "uint64", "number"),
    field("root", "bytes32", "id"),
  ],
};
export const PREVIOUS = field("previous", "address", "hidden");
export const OUT = field("out", "address", "account");
export const IN = field("in", "address", "account");
export const QUORUM = field("quorum", "uint256", "number");
