import type { Bilingual } from "../../../domain/bilingual.ts";
import type { PlateFault } from "../outcome.ts";

interface Said {
  readonly says: Bilingual;
  readonly todo: Bilingual;
}

/** What is said of a plate. `{name}` is filled in by `tell`. */
export const PLATE_WORDS = {
  up: { zh: "这块牌由{name}设置", en: "This plate was put up by {name}" },
  upDo: {
    zh: "这是本服务的登记记录，说明这块牌由谁设置、设置在何物上。牌可以被复制后挂到别处，所以请核对下面所写的与眼前的是否相符。",
    en: "This is the service's record: who put the plate up, and on what. A plate can be copied and hung elsewhere, so compare what is written below with what you see.",
  },
  withdrawn: { zh: "这块牌已被{name}撤回", en: "{name} has withdrawn this plate" },
  withdrawnDo: { zh: "请不要再以它为据。", en: "Don't rely on it any more." },
  kind: { zh: "设置于", en: "Put up on" },
  label: { zh: "牌上写明", en: "It says" },
  issuedOn: { zh: "设置日期", en: "Since" },
  reason: { zh: "撤回原因", en: "Why it was withdrawn" },
} as const satisfies Record<string, Bilingual>;

/** Why nothing, or nothing good, is said of a plate. */
export const PLATE_FAULTS: Readonly<Record<PlateFault, Said>> = {
  unread: {
    says: { zh: "这块牌无法识别", en: "This plate can't be read" },
    todo: {
      zh: "请擦净后完整地重新扫码。仍无法识别的，不是本系统的牌，请勿以它为据。",
      en: "Clean it and scan it again, whole. If that does not help it is none of ours: don't rely on it.",
    },
  },
  unknown: {
    says: { zh: "本服务没有登记过这块牌", en: "This service knows no such plate" },
    todo: {
      zh: "它可能是伪造的，也可能属于其他城市的服务。请不要据此付款、登记或开门。",
      en: "It may be forged, or belong to another city's service. Don't pay, sign or open a door because of it.",
    },
  },
  forged: {
    says: { zh: "这块牌是伪造的", en: "This plate is forged" },
    todo: {
      zh: "它用了一块真牌的编号，内容却不同。请不要相信它，并告知设置机构。",
      en: "It has the number of a real plate and says something else. Don't believe it, and tell the organisation.",
    },
  },
  failed: {
    says: { zh: "暂时无法查询这块牌", en: "The plate can't be looked up for now" },
    todo: { zh: "请稍后再试。在此之前不要以它为据。", en: "Try again later; until then don't rely on it." },
  },
  offline: {
    says: { zh: "本页离线工作，不能查询铭牌", en: "This page works offline and can't look up plates" },
    todo: {
      zh: "请在有网络时用服务的核验页扫码，或用 yz plate check 以自己的节点核对签名。",
      en: "Scan it on the service's page, or check its signature by your own node with yz plate check.",
    },
  },
};
