import type { Bilingual } from "../../domain/bilingual.ts";
import { YinzhengError } from "../../domain/errors.ts";

/** What every record of the log must keep to, as the contracts do; a record that does not is never co-signed. */
export const RULES = {
  "log.record": { zh: "叶子不是其种类的记录", en: "the leaf is no record of its kind" },
  "log.registry": { zh: "叶子属于另一个系统", en: "the leaf is of another installation" },
  "log.time": {
    zh: "叶子的时间早于前一片叶子，或晚于其区块",
    en: "the leaf is earlier than the one before it, or later than its block",
  },
  "directory.name": {
    zh: "合约登记重复、先于日志，或地址与信任文件不符",
    en: "a registry is registered twice, before the log, or at another address than the trust file has",
  },
  "directory.life": {
    zh: "启用或关闭的次序不对",
    en: "the installation is opened or closed out of order",
  },
  "directory.shut": {
    zh: "系统未启用或已关闭时不得有此记录",
    en: "the installation is not open for such a record",
  },
  "member.unknown": { zh: "成员未经接纳", en: "the member was never admitted" },
  "member.admitted": {
    zh: "成员接纳重复，或人员、门槛不合规",
    en: "the member is admitted twice, or without officers of both roles and a threshold that they meet",
  },
  "member.closed": { zh: "成员已注销", en: "the member is closed" },
  "member.succession": {
    zh: "承继者是成员自身、未开放，或已另有承继者",
    en: "the successor is the member itself, is not open, or another one acts already",
  },
  "member.frozen": { zh: "冻结或解冻不合其状态", en: "a freeze, or its end, does not go with the member's state" },
  "member.epoch": { zh: "人员代次不连续", en: "the officers' epoch is not the next one" },
  "member.threshold": { zh: "门槛不合规", en: "the threshold is not one that the officers can meet, or none" },
  "member.officer": {
    zh: "人员重复、不存在、已离任，或任期不合规",
    en: "the officer is known already, unknown, has left, or the term is none",
  },
  "member.scope": { zh: "业务范围的变更不合规", en: "the scope changes in a way that no contract allows" },
  "member.key": { zh: "密钥登记或停用不合规", en: "the key is registered or retired in a way that no contract allows" },
  "member.compromise": {
    zh: "失密报告的对象、时间或报告人不合规",
    en: "the report of a compromise is about nobody, too early, too late, or by nobody who may report",
  },
  "signers.epoch": { zh: "签名针对另一人员代次", en: "signed for another epoch of the officers" },
  "signers.frozen": { zh: "成员被冻结或已注销", en: "the member is frozen or closed" },
  "signers.order": { zh: "签署人未按地址升序", en: "the signers are not in ascending order" },
  "signers.officer": { zh: "签署人当时无权签署", en: "a signer was no officer who might sign this then" },
  "signers.threshold": { zh: "签署人数不足门槛", en: "fewer signers than the member's threshold" },
  "signers.roles": { zh: "缺少经办人或复核人", en: "no maker or no checker among the signers" },
  "signers.signature": {
    zh: "签名不是签署人的签名",
    en: "the signatures are not those of the signers that the record names",
  },
  "signed.window": { zh: "签署的有效时段不包含区块时间", en: "signed for another time than that of the block" },
  "anchor.shape": { zh: "批次大小、算法或类型不合规", en: "the size, hash suite or type of the batch is none" },
  "anchor.batch": { zh: "批次号为零或已用过", en: "the batchId is 0, or was used before" },
  "anchor.scope": { zh: "类型不在成员业务范围内", en: "the type is outside the member's scope" },
  "status.entitled": { zh: "发起者无权变更状态", en: "whoever changes the status is not entitled to" },
  "status.batch": { zh: "批次未上链", en: "the batch is not anchored" },
  "status.head": { zh: "状态变更不接续上一变更", en: "the change does not follow the batch's head" },
  "status.ranges": { zh: "单元范围不合规", en: "the ranges of cells are none" },
  "status.move": { zh: "不允许的状态变化", en: "a cell makes a move that is not allowed" },
  "status.successor": { zh: "接替单元不合规", en: "the successor is none" },
  "status.limit": { zh: "当日吊销超过一千个单元", en: "more than 1,000 cells revoked by the member that day" },
  "continue.origin": {
    zh: "承接的系统为零、为自身、重复，或未经承接",
    en: "the installation that is continued is none, this one, continued already, or was never named",
  },
  "continue.adoption": {
    zh: "承接的批次已存在，或其变更不接续",
    en: "the batch that is adopted stands already, or its changes do not lead from head to head",
  },
  "seal.named": {
    zh: "印章编号不符、为零、已申请或未申请",
    en: "the record names another seal, none, one that was applied for already, or one that never was",
  },
  "seal.maker": { zh: "制章者不是所申请的成员", en: "the maker is none, or not the one that it was applied for with" },
  "seal.owner": { zh: "下令者不是印章所有者", en: "whoever orders is not the seal's owner" },
  "seal.turn": { zh: "指令不接续上一变更", en: "the order does not follow the seal's last change" },
  "seal.object": { zh: "印章数据的摘要或有效期不符", en: "the digest or the period is not that of the seal object" },
  "seal.state": { zh: "不允许的印章状态变化", en: "the seal's state allows no such thing" },
  "seal.since": {
    zh: "挂失时间在将来、过早或推后",
    en: "a loss from a time to come, too long ago, or later than was reported before",
  },
  "seal.scope": { zh: "不在成员的印章业务范围内", en: "the member has no scope for what it does with seals" },
  "seal.user": { zh: "用印者未获授权", en: "whoever used it was not let use it then" },
  "seal.period": { zh: "用印不在印章有效期内", en: "used outside the seal's period" },
  "seal.batch": { zh: "用印批次未上链，或已计数", en: "the batch is not anchored, or its uses were counted before" },
  "seal.limit": { zh: "用印次数为零或超过当日上限", en: "no uses at all, or more than the seal has in a day" },
  "seal.count": { zh: "用印次数不接续", en: "the uses before are not as many as the seal has seen" },
  "claim.once": { zh: "重复使用或承诺为零", en: "claimed a second time, or for nothing" },
} as const satisfies Record<string, Bilingual>;
export type Rule = keyof typeof RULES;

/** Throws `witness.refused`, `detail.rule` naming the rule, unless it is kept. */
export function keep(rule: Rule, kept: boolean): asserts kept {
  if (!kept) throw broken(rule);
}

/** What `keep` throws. */
export const broken = (rule: Rule, cause?: unknown): YinzhengError =>
  new YinzhengError("witness.refused", { reason: RULES[rule].en, alarm: "witness.rule", rule }, cause);
