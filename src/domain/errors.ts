import type { Bilingual } from "./bilingual.ts";
import type { JsonValue } from "./json-value.ts";

/**
 * Every code that an error of ours can carry, and what it says in one line. Adding one is a line here and a section in
 * docs/errors.md; test/domain/errors.test.ts compares the two. The HTTP status of a code is known to the http room alone.
 */
export const ERRORS = {
  "json.encoding": { en: "The text is not UTF-8.", zh: "文本不是 UTF-8 编码。" },
  "json.bom": { en: "The text begins with a byte order mark.", zh: "文本以字节顺序标记（BOM）开头。" },
  "json.empty": { en: "There is no JSON text.", zh: "没有 JSON 内容。" },
  "json.syntax": { en: "The text is not JSON.", zh: "文本不符合 JSON 语法。" },
  "json.depth": { en: "The JSON is nested too deeply.", zh: "JSON 嵌套过深。" },
  "json.nodes": { en: "The JSON holds too many values.", zh: "JSON 包含的值过多。" },
  "json.duplicate_key": { en: "An object has the same name twice.", zh: "对象中存在重复的名称。" },
  "json.number": { en: "A number can't be read without loss.", zh: "数字无法无损读取。" },
  "json.surrogate": { en: "A string holds half a character.", zh: "字符串含有不成对的代理项。" },
  "json.prototype": { en: "An object has a forbidden name.", zh: "对象使用了禁止的名称。" },
  "json.not_object": { en: "A JSON object is required.", zh: "此处必须是 JSON 对象。" },
  "json.not_json": { en: "A value has no JSON form.", zh: "值无法用 JSON 表示。" },

  "text.not_unicode": { en: "The text holds what is not a character.", zh: "文本含有非字符码位。" },
  "text.not_nfc": { en: "The text is not in Unicode form NFC.", zh: "文本不是 Unicode NFC 形式。" },
  "text.bidi": { en: "The text holds a direction control.", zh: "文本含有双向控制字符。" },
  "text.invisible": { en: "The text holds an invisible character.", zh: "文本含有不可见字符。" },
  "text.control": { en: "The text holds a control character.", zh: "文本含有控制字符。" },
  "text.private_use": { en: "The text holds a private-use character.", zh: "文本含有私用区（自造）字符。" },
  "text.space": { en: "The text has a space where none may be.", zh: "文本含有不允许的空白。" },
  "text.empty": { en: "The text is empty.", zh: "文本为空。" },
  "text.too_long": { en: "The text is too long.", zh: "文本过长。" },

  "document.unavailable": {
    en: "No documents are made here for this certificate's member.",
    zh: "本服务不为该证照的颁发机构制作文书。",
  },
  "document.glyph_missing": { en: "No font has a character of the certificate.", zh: "字体中没有证照所用的某个字符。" },
  "document.timestamp_unreachable": {
    en: "The time-stamping authority does not answer.",
    zh: "时间戳机构没有响应。",
  },
  "document.timestamp_refused": { en: "The time-stamp is not one to be used.", zh: "时间戳不可用。" },
  "document.too_large": { en: "The file is too large.", zh: "文件过大。" },
  "document.not_pdf": { en: "The file is no PDF.", zh: "文件不是 PDF。" },
  "document.encrypted": { en: "The file is encrypted.", zh: "文件已加密。" },
  "document.damaged": {
    en: "The file is damaged, or is not written as a PDF must be.",
    zh: "文件已损坏，或不符合 PDF 规范。",
  },
  "document.unsupported": { en: "The file has something that no seal is put on.", zh: "文件含有无法盖章的内容。" },
  "document.locked": { en: "A signature in the file allows no further change.", zh: "文件中的签名不允许再作改动。" },
  "document.picture": { en: "The seal's picture can't be put on a file.", zh: "印章图像无法盖到文件上。" },
  "document.keyword_missing": { en: "The word is not in the file's text.", zh: "文件文本中没有该关键字。" },
  "document.page_missing": { en: "The file has no such page.", zh: "文件没有该页。" },
  "document.place_outside": { en: "The place is not on the page.", zh: "盖章位置不在页面之内。" },
  "document.too_slow": { en: "The file took too long.", zh: "处理该文件耗时过长。" },
  "document.stopped": { en: "The service stopped over the document.", zh: "服务在处理该文件时停止。" },

  "schema.unknown_field": { en: "The field is not known.", zh: "字段未定义。" },
  "schema.missing_field": { en: "A required field is missing.", zh: "缺少必填字段。" },
  "schema.type": { en: "The value is of the wrong type.", zh: "值的类型不对。" },
  "schema.format": { en: "The format or version is not one we read.", zh: "格式或版本不受支持。" },
  "schema.pattern": { en: "The value is not written as it must be.", zh: "值的写法不符合规定。" },
  "schema.check_digit": { en: "The check digit does not match.", zh: "校验码不符。" },
  "schema.date": { en: "The date or time does not exist.", zh: "日期或时间不存在。" },
  "schema.value": { en: "The value is not one of those allowed.", zh: "值不在允许范围内。" },
  "schema.mismatch": { en: "Two parts contradict each other.", zh: "两处内容相互矛盾。" },

  "csv.encoding": { en: "The file is not text in this encoding.", zh: "文件不是该编码的文本。" },
  "csv.syntax": { en: "The file is not CSV.", zh: "文件不符合 CSV 格式。" },
  "csv.empty": { en: "The file has no row with a certificate.", zh: "文件中没有证照数据行。" },
  "csv.column": { en: "A column stands twice.", zh: "列名重复。" },
  "csv.cells": { en: "The row has more or fewer cells than the header.", zh: "该行的单元格数与表头不一致。" },

  "policy.validity": { en: "The period is not one this type allows.", zh: "有效期不符合该证照类型的规定。" },
  "policy.type_unknown": { en: "The certificate type is not known.", zh: "证照类型未定义。" },
  "policy.scope": { en: "The member may not issue this type.", zh: "该成员无权颁发此类证照。" },
  "policy.not_claimable": { en: "Certificates of this type can't be claimed.", zh: "此类证照不属于限用一次的证照。" },
  "policy.not_valid": { en: "The certificate is not valid, so it can't be claimed.", zh: "证照当前无效，不能使用。" },
  "policy.seal_user": { en: "The member may not use this seal.", zh: "该成员无权使用此印章。" },
  "policy.seal_period": { en: "The seal's period does not include now.", zh: "印章当前不在有效期内。" },
  "policy.seal_limit": {
    en: "The seal has been used as often as a day allows.",
    zh: "该印章当日的使用次数已达上限。",
  },
  "policy.officer": { en: "This is not an officer who may do this.", zh: "该签署人无此权限。" },

  "auth.missing": { en: "No credentials were sent.", zh: "未提供身份凭据。" },
  "auth.invalid": { en: "The credentials are not accepted.", zh: "身份凭据无效。" },
  "auth.forbidden": { en: "This caller may not do this.", zh: "调用方无权执行此操作。" },

  "http.media_type": { en: "The media type is not accepted.", zh: "不接受该媒体类型。" },
  "http.too_large": { en: "The body is too large.", zh: "请求体过大。" },
  "http.idempotency_key_missing": { en: "A write needs an Idempotency-Key.", zh: "写操作必须携带 Idempotency-Key。" },
  "http.idempotency_key_reused": { en: "The key was used for another request.", zh: "该键已用于另一请求。" },
  "http.not_found": { en: "There is nothing here.", zh: "未找到。" },
  "http.method": { en: "The method is not offered here.", zh: "此处不支持该方法。" },
  "http.rate": { en: "Too many requests.", zh: "请求过于频繁。" },

  "conflict.state": { en: "The present state does not allow this.", zh: "当前状态不允许此操作。" },
  "conflict.used": { en: "It was used already.", zh: "已被使用。" },
  "conflict.claimed": { en: "The certificate has been claimed already.", zh: "证照已被使用。" },
  "conflict.order_stale": { en: "The order is for an earlier state.", zh: "指令对应的状态已过时。" },
  "conflict.request_stale": { en: "The signing request has run out or was made anew.", zh: "签名请求已过期或已更新。" },
  "conflict.duplicate": { en: "There is such a certificate already.", zh: "已有相同的证照。" },
  "conflict.daily_limit": {
    en: "The member has revoked as many certificates as a day allows.",
    zh: "该成员当日撤销的证照数量已达上限。",
  },
  "conflict.seal_state": { en: "The seal's present state does not allow this.", zh: "印章当前状态不允许此操作。" },
  "conflict.batch_key": { en: "Something else was sent under this batch key.", zh: "该批次号已用于另一份内容。" },

  "seal.code": { en: "The seal's code is not one of its owner's.", zh: "印章编码不属于该印章所有者。" },
  "seal.unavailable": { en: "No seals are made here for this member.", zh: "本服务不为该成员制作印章。" },
  "seal.picture": { en: "The picture can't stand on a seal.", zh: "该图片不能用作印章图像。" },

  "chain.unreachable": { en: "The chain node does not answer.", zh: "无法连接链节点。" },
  "chain.mismatch": { en: "This is not the chain we know.", zh: "该链不是所登记的链。" },
  "chain.version": { en: "Another version made this chain.", zh: "该链由另一版本的引擎创建。" },
  "chain.rejected": { en: "The contract refused.", zh: "合约拒绝。" },
  "chain.timeout": { en: "The transaction is not on chain yet.", zh: "交易尚未上链。" },
  "chain.no_seals": { en: "This network has no registry of seals.", zh: "本网络没有印章登记。" },
  "chain.closed": { en: "The installation is closed.", zh: "该系统已关闭。" },
  "chain.history": { en: "The history is not one the contract allows.", zh: "状态历史不符合合约规则。" },

  "store.locked": { en: "Another process uses this folder.", zh: "数据目录正被另一进程使用。" },
  "store.damaged": { en: "The stored data is damaged.", zh: "存储数据已损坏。" },
  "store.key": { en: "The master key does not open the store.", zh: "主密钥无法打开存储。" },
  "store.closed": { en: "The store is closed.", zh: "存储已关闭。" },
  "store.unreachable": { en: "The store does not answer.", zh: "无法访问存储。" },
  "storage.full": { en: "The disk is full.", zh: "磁盘已满。" },

  "keys.passphrase": { en: "The passphrase does not open the key file.", zh: "口令无法打开密钥文件。" },
  "keys.purpose": { en: "The key is not for this purpose.", zh: "密钥不可用于此用途。" },
  "keys.missing": { en: "There is no such key.", zh: "没有该密钥。" },
  "keys.format": { en: "The key file can't be read.", zh: "无法读取密钥文件。" },
  "keys.permissions": { en: "Others can read the key file.", zh: "密钥文件可被他人读取。" },

  "signer.refused": { en: "The signer refused to sign.", zh: "签名端拒绝签名。" },
  "signer.unreachable": { en: "The signer does not answer.", zh: "无法连接签名端。" },
  "signer.offline": {
    en: "An officer signs offline: the request waits for the signature.",
    zh: "签署人离线签名：请求等待其签名。",
  },
  "signer.root_mismatch": { en: "The root is not that of the leaves.", zh: "树根与叶子不符。" },
  "signer.conflict": { en: "Another root was signed for this batch.", zh: "该批次已签署过另一树根。" },

  "witness.refused": { en: "The witness refused to co-sign.", zh: "见证人拒绝副署。" },
  "witness.unreachable": { en: "The witness does not answer.", zh: "无法连接见证人。" },

  "migrate.open": {
    en: "The old network is not closed in favour of the new one.",
    zh: "旧网络尚未关闭，或其后继不是新网络。",
  },
  "migrate.unwitnessed": {
    en: "Too few witnesses co-signed the final checkpoint.",
    zh: "为最终检查点副署的见证人不足。",
  },
  "migrate.later": {
    en: "Statuses were changed in the old network after the final checkpoint.",
    zh: "最终检查点之后，旧网络中又有状态变更。",
  },
  "migrate.not_adopted": {
    en: "The new network has not adopted the certificate's batch.",
    zh: "新网络尚未承接该证照所在的批次。",
  },
  "migrate.file": { en: "This is not a continuation we read.", zh: "不是可识别的迁移文件。" },

  "council.format": { en: "This is not a proposal we read.", zh: "不是可识别的理事会提案。" },
  "council.foreign": { en: "The proposal is for another council.", zh: "该提案属于另一理事会。" },
  "council.not_understood": { en: "The proposal holds a call that is not understood.", zh: "提案含有无法识别的调用。" },
  "council.contradiction": {
    en: "The proposal says something other than its calls do.",
    zh: "提案的说明与其调用不符。",
  },
  "council.unnamed": { en: "The proposal names somebody by a number alone.", zh: "提案中有对象只以编号出现。" },
  "council.possession": { en: "The key's proof of possession does not hold.", zh: "密钥的持有证明不成立。" },
  "council.signature": { en: "A signature is not over this proposal.", zh: "有签名与本提案不符。" },
  "council.too_few": { en: "Too few council members have signed.", zh: "签名的理事人数不足。" },
  "council.not_confirmed": { en: "Nothing was signed.", zh: "未签名。" },
  "council.stale": { en: "The proposal's turn has passed, or is not yet there.", zh: "提案的序号已过或尚未轮到。" },
  "council.not_due": { en: "What was announced can't be carried out now.", zh: "所公告的事项此刻不能执行。" },
  "council.resting": {
    en: "One council member alone stops once in seven days.",
    zh: "一名理事七天内只能单独停止一次。",
  },
  "council.too_small": { en: "The council would be too small.", zh: "理事会人数或决议人数过少。" },

  "service.self_check": { en: "The certificate's own proof does not hold.", zh: "证照自身的证明未通过核验。" },

  "config.unknown_key": { en: "The setting is not known.", zh: "配置项未定义。" },
  "config.invalid": { en: "The setting has a wrong value.", zh: "配置项的值无效。" },
  "config.port_busy": { en: "The port is in use.", zh: "端口已被占用。" },

  "trust.file": { en: "The trust file can't be read.", zh: "无法读取信任文件。" },
  "trust.seen": { en: "What was seen of the log before can't be read or kept.", zh: "无法读取或保存此前所见的日志。" },
  "bundle.format": { en: "This is not a bundle we read.", zh: "不是可识别的证据包。" },
  "bundle.too_large": { en: "The bundle is too large.", zh: "证据包过大。" },
  "list.format": { en: "This is not a status list we read.", zh: "不是可识别的状态列表。" },
  "list.unreachable": { en: "The status list could not be fetched.", zh: "未能获取状态列表。" },

  "qr.format": { en: "This is not an offline code we read.", zh: "不是可识别的离线码。" },
  "qr.link": { en: "The link in the code is not one to a certificate.", zh: "码中的链接不是证照链接。" },
  "qr.foreign_host": { en: "The link in the code leads to somebody else.", zh: "码中的链接指向其他网站。" },
  "plate.format": { en: "This is not a plate code we read.", zh: "不是可识别的铭牌码。" },
  "code.unknown": { en: "Nobody made this code here.", zh: "本服务没有出过这个码。" },
  "code.expired": { en: "The code is older than its minute.", zh: "该码已超过一分钟，失效。" },
  "code.used": { en: "The code has been used already.", zh: "该码已被使用过。" },
  "code.audience": { en: "The code was made for another organisation.", zh: "该码是出示给其他机构的。" },
  "snapshot.unvouched": { en: "Nobody you trust vouches for the snapshot.", zh: "没有可信方为该快照担保。" },
  "snapshot.format": { en: "This is not a snapshot we read.", zh: "不是可识别的快照文件。" },

  "evidence.format": { en: "This is no list or proof of evidence that we read.", zh: "不是可识别的存证清单或证明。" },
  "evidence.files": { en: "These are not files that can be deposited.", zh: "这些文件不能作为存证。" },
  "evidence.changed": { en: "The file changed while it was read.", zh: "文件在读取过程中被改动。" },

  "rights.calendar_gap": {
    en: "The working days of that year are not known.",
    zh: "尚无该年度的工作日安排。",
  },
  "rights.shares": { en: "The shares don't make up a whole.", zh: "份额之和不等于百分之百。" },
  "rights.state": { en: "The procedure is at another step.", zh: "登记程序处于其他阶段。" },
  "rights.frozen": { en: "An objection is open.", zh: "存在尚未处理的异议。" },
  "rights.notice": { en: "The public notice does not allow this yet, or any more.", zh: "公示期未满或已过。" },
  "rights.standing": { en: "This party may not do this here.", zh: "该当事人无权进行此操作。" },
  "rights.evidence": { en: "An objection needs evidence.", zh: "提出异议须附证据。" },
  "rights.wider": { en: "The grant is wider than the right that it comes from.", zh: "授权范围超出其上级权利。" },

  internal: { en: "This should not have happened.", zh: "发生了不应发生的错误。" },
} as const satisfies Record<string, Bilingual>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault of some input: which rule, and where (JSON pointer, "" the whole). Never repeats the value: it may be personal. */
export type Issue = {
  readonly code: ErrorCode;
  readonly pointer: string;
  /** What would have been right, where the code alone doesn't say it. */
  readonly expected?: string;
};

/** What an error knows beyond its code. Written to answers and logs, so never secrets and never field values. */
export type ErrorDetail = {
  /** JSON pointer to the place in the input. */
  readonly pointer?: string;
  readonly expected?: string;
  /** Every fault found, where more than the first is known. */
  readonly issues?: readonly Issue[];
  readonly [name: string]: JsonValue | readonly Issue[] | undefined;
};

/** The one class of error that we throw: for misuse and outages. An invalid document is a report, not an error. */
export class YinzhengError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}, cause?: unknown) {
    super(messageOf(code, detail), cause === undefined ? undefined : { cause });
    this.name = "YinzhengError";
    this.code = code;
    this.detail = detail;
  }
}

/** True for an error of ours, with one of these codes if any are given. */
export function isYinzhengError(error: unknown, ...codes: readonly ErrorCode[]): error is YinzhengError {
  return error instanceof YinzhengError && (codes.length === 0 || codes.includes(error.code));
}

/** Throws the first of these faults, with all of them in its detail; returns when there are none. */
export function throwIssues(issues: readonly Issue[]): void {
  const first = issues[0];
  if (first === undefined) return;
  const { code, ...where } = first;
  throw new YinzhengError(code, { ...where, issues });
}

function messageOf(code: ErrorCode, detail: ErrorDetail): string {
  const where = detail.pointer ? ` At ${detail.pointer}.` : "";
  const expected = detail.expected ? ` Expected ${detail.expected}.` : "";
  return `${code}: ${ERRORS[code].en}${where}${expected}`;
}
