import type { Bilingual } from "../../domain/bilingual.ts";
import { isCustody } from "../../domain/custody.ts";
import { parseInstant } from "../../domain/dates.ts";
import type { Language, MessageKey } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import { instant } from "../../domain/i18n/times.ts";
import { zh } from "../../domain/i18n/zh.ts";
import { isJsonObject, type JsonValue } from "../../domain/json-value.ts";

/** What checks add to their sentences, by the names they give it. A name that is not here is shown as it is. */
const NAMES: Readonly<Record<string, Bilingual>> = {
  time: { zh: "时间", en: "Time" },
  since: { zh: "自", en: "Since" },
  reason: { zh: "原因", en: "Reason" },
  witnesses: { zh: "见证人", en: "Witnesses" },
  snapshotSigners: { zh: "快照签名方", en: "Snapshot signers" },
  needed: { zh: "所需数", en: "Needed" },
  signed: { zh: "签署数", en: "Signed" },
  good: { zh: "有效签署数", en: "Good signatures" },
  epoch: { zh: "签署人届次", en: "Officer epoch" },
  answersUntil: { zh: "证据有效至", en: "Evidence answers until" },
  validFrom: { zh: "有效期自", en: "Valid from" },
  validUntil: { zh: "有效期至", en: "Valid until" },
  anchoredAt: { zh: "上链时间", en: "Anchored" },
  notBefore: { zh: "不早于", en: "Not before" },
  deadline: { zh: "不晚于", en: "Not after" },
  registryId: { zh: "网络登记号", en: "Registry id of the network" },
  network: { zh: "网络", en: "Network" },
  pointers: { zh: "字段位置", en: "Fields" },
  successor: { zh: "新证所在单元", en: "Cell of the successor" },
  changedThatDay: { zh: "当日有变更", en: "Changed that day" },
  suite: { zh: "密码套件", en: "Suite" },
  keyId: { zh: "密钥", en: "Key" },
  purpose: { zh: "用途", en: "Purpose" },
  audience: { zh: "使用方", en: "For whom" },
  organisation: { zh: "签章机构", en: "Organisation of the seal" },
  expected: { zh: "应为", en: "Expected" },
  seal: { zh: "第几个签章", en: "Number of the seal" },
  of: { zh: "签章总数", en: "Seals in all" },
  notAfter: { zh: "不晚于", en: "Not after" },
  custody: { zh: "密钥保管方式", en: "Custody of the key" },
  block: { zh: "区块", en: "Block" },
  claimedLater: { zh: "其后被使用", en: "Claimed later" },
};
const INSTANTS = [
  "time",
  "since",
  "answersUntil",
  "validFrom",
  "validUntil",
  "anchoredAt",
  "notBefore",
  "notAfter",
  "deadline",
  "claimedLater",
];

/** A check's detail as terms and values in words. */
export function detailRows(detail: JsonValue | undefined, language: Language): readonly (readonly [string, string])[] {
  if (!isJsonObject(detail)) return [];
  return Object.entries(detail)
    .map(([name, value]) => [NAMES[name]?.[language] ?? name, shown(name, value, language)] as const)
    .filter(([, value]) => value !== "");
}

function shown(name: string, value: JsonValue, language: Language): string {
  const time = typeof value === "string" ? parseInstant(value) : value;
  if (typeof time === "number" && INSTANTS.includes(name)) return instant(time, language);
  if (typeof value === "boolean") return { zh: value ? "是" : "否", en: value ? "yes" : "no" }[language];
  if (Array.isArray(value) && value.every((one) => typeof one === "string"))
    return value.join(language === "zh" ? "、" : ", ");
  // A cell, as the list of checks has room for it: its batch, and its place in it.
  if (name === "successor" && isJsonObject(value)) return `${value.batchId} · ${Number(value.index) + 1}`;
  if (name === "custody" && isCustody(value)) return say(language, `custody.${value}`);
  const reason = `reason.${String(value)}`;
  if (name === "reason" && reason in zh) return say(language, reason as MessageKey);
  if (isJsonObject(value) && typeof value[language] === "string") return String(value[language]);
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
