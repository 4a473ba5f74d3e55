import type { Bilingual } from "../bilingual.ts";
import type { CellState, StatusReason } from "../status.ts";
import { type CheckDefinition, SKIPPED } from "./table.ts";

/** What `status.revoked` means by its reason: from when on the certificate does not hold, and what to do. */
const REVOKED: Readonly<Partial<Record<StatusReason, Bilingual>>> = {
  cancelled: {
    en: "The certificate was cancelled and is out of force from then on. Do not rely on it.",
    zh: "证照已注销，自注销之时起失去效力。请勿采信。",
  },
  lapsed: {
    en: "The certificate has lapsed and is out of force from then on. Do not rely on it.",
    zh: "证照已失效，自失效之时起不再有效。请勿采信。",
  },
  penalty: {
    en: "The certificate was withdrawn as a penalty and is out of force from then on. Do not rely on it.",
    zh: "证照已被吊销，自吊销之时起不再有效。请勿采信。",
  },
  voided: {
    en: "The certificate was voided: it never was in force, at no time. Do not rely on it, nor on what it was used for.",
    zh: "证照已被撤销，自始无效，任何时间均不得采信。已凭此证办理的事项请重新核实。",
  },
  transferred_out: {
    en: "The certificate was transferred out to another agency. Ask the holder for the one issued there.",
    zh: "证照已转出，自转出之时起由转入地机构管理。请要求持证人出示转入地颁发的证照。",
  },
  key_compromise: {
    en: "The certificate was revoked because its key was compromised. Ask the holder for a new one.",
    zh: "因签发密钥泄露，证照已作废。请要求持证人出示重新颁发的证照。",
  },
  court_order: {
    en: "The certificate was revoked by order of a court. Do not rely on it.",
    zh: "依据法院生效裁判，证照已作废。请勿采信。",
  },
  error: {
    en: "The certificate was issued in error and taken back. Do not rely on it.",
    zh: "证照颁发有误，已被收回。请勿采信。",
  },
};

/** What `status.superseded` means by its reason. */
const SUPERSEDED: Readonly<Partial<Record<StatusReason, Bilingual>>> = {
  changed: {
    en: "What the certificate says has changed, and a newer one has taken its place. Ask the holder for that one.",
    zh: "证照登记事项已变更，原证由变更后的新证取代。请要求持证人出示新证。",
  },
  reissued: {
    en: "The certificate was reissued, and this one holds no longer. Ask the holder for the new one.",
    zh: "证照已补发，原证不再有效。请要求持证人出示补发的证照。",
  },
  renewed: {
    en: "The certificate was renewed, and a newer one has taken its place. Ask the holder for that one.",
    zh: "证照已延续，原证由延续后的新证取代。请要求持证人出示新证。",
  },
};

/** The sentence that names the kind of a status (注销, 吊销, 撤销, 变更 …); undefined where the code's own says all. */
export function sentenceOf(state: CellState, reason: StatusReason | null): Bilingual | undefined {
  if (reason === null) return undefined;
  if (state === "revoked") return REVOKED[reason];
  return state === "superseded" ? SUPERSEDED[reason] : undefined;
}

/** Was it in force at the instant asked about? */
export const STATUS_CHECKS = {
  "status.cell": {
    title: { en: "Status", zh: "证照状态" },
    codes: {
      "status.ok": { en: "The certificate is active.", zh: "证照处于有效状态。" },
      "status.suspended": {
        en: "The certificate is suspended. Do not rely on it until the issuer resumes it.",
        zh: "证照已暂停。在颁发机构恢复之前请勿采信。",
        notInForce: true,
      },
      "status.revoked": {
        en: "The certificate is revoked for good. Do not rely on it.",
        zh: "证照已被撤销、吊销或注销，且不可恢复。请勿采信。",
        notInForce: true,
      },
      "status.superseded": {
        en: "A newer certificate has taken its place. Ask the holder for that one.",
        zh: "证照已被新证取代。请要求持证人出示新证。",
        notInForce: true,
      },
      "status.unproven": {
        en: "The evidence does not show the status, and unknown is not active. Ask for a new bundle, or verify online.",
        zh: "证据未能证明状态；状态未知不等于有效。请重新索取证据包，或在线核验。",
      },
    },
  },
  "status.history": {
    title: { en: "Status changes", zh: "状态变更记录" },
    codes: {
      "status.ok": { en: "All status changes of the batch are here.", zh: "该批次的状态变更记录完整。" },
      "status.history_mismatch": {
        en: "The status changes are not those on chain. Refuse the bundle and ask for a new one.",
        zh: "状态变更记录与链上不一致。请拒收该证据包并重新索取。",
      },
      "status.history_missing": {
        en: "Status changes are missing, so the past can't be told. Ask for a new bundle.",
        zh: "状态变更记录不全，无法判断过去的状态。请重新索取证据包。",
      },
    },
  },
  "status.claim": {
    title: { en: "Use", zh: "使用情况" },
    codes: {
      "status.ok": {
        en: "This certificate can be used once, and has not been used.",
        zh: "本证照限用一次，尚未使用。",
      },
      "status.claimed": {
        en: "This certificate can be used once, and has been used. By whom is not known. Do not accept it again.",
        zh: "本证照限用一次，已被使用；使用者不公开。请勿重复受理。",
        notInForce: true,
      },
      "status.claim_unproven": {
        en: "The evidence does not show whether the certificate has been used. Ask for a new bundle, or verify online.",
        zh: "证据未能证明本证照是否已被使用。请重新索取证据包，或在线核验。",
      },
      "status.skipped": SKIPPED,
    },
  },
  "status.list": {
    title: { en: "Status list", zh: "状态列表" },
    codes: {
      "status.ok": {
        en: "The status list shows the same state at its own, later time.",
        zh: "状态列表在其更晚的时点显示相同状态。",
      },
      "status.suspended": {
        en: "By the status list the certificate has been suspended since its evidence was made. Do not rely on it until the issuer resumes it.",
        zh: "状态列表显示，证照在证据生成之后已被暂停。在颁发机构恢复之前请勿采信。",
        notInForce: true,
      },
      "status.revoked": {
        en: "By the status list the certificate has been revoked for good since its evidence was made. Do not rely on it.",
        zh: "状态列表显示，证照在证据生成之后已被撤销、吊销或注销，且不可恢复。请勿采信。",
        notInForce: true,
      },
      "status.superseded": {
        en: "By the status list a newer certificate has taken its place. Ask the holder for that one.",
        zh: "状态列表显示，证照已被新证取代。请要求持证人出示新证。",
        notInForce: true,
      },
      "status.list_undated": {
        en: "The status changed after the evidence was made; whether before the time you ask about, a list does not tell. Ask for a new bundle, or verify online.",
        zh: "证据生成之后状态已变更，但列表不能说明变更是否早于所问时间。请重新索取证据包，或在线核验。",
      },
      "status.list_later": {
        en: "The status changed after the time you ask about. For that time the evidence answers.",
        zh: "状态在所问时间之后发生变更；所问时间的状态以证据为准。",
      },
      "status.list_older": {
        en: "The status list is no newer than the evidence, which answers by itself. Get a newer list where you need one.",
        zh: "状态列表不比证据新，以证据为准。如需更新的状态，请获取新的列表。",
      },
      "status.list_overruled": {
        en: "The status list says otherwise than the evidence, and what is proven counts. If you need the present state, ask for a new bundle.",
        zh: "状态列表与证据不一致，以已证明的状态为准。如需当前状态，请重新索取证据包。",
      },
      "status.list_stale": {
        en: "The status list is too old for the time you ask about. Fetch it again, or verify online.",
        zh: "状态列表过旧，不足以说明所问时间的状态。请重新获取，或在线核验。",
      },
      "status.list_compromise": {
        en: "A key or an officer of the issuer has been reported compromised since the evidence was made, which a list cannot judge. Ask for a new bundle, or verify online.",
        zh: "证据生成之后，颁发机构有密钥或经办人被报告失陷，列表无法据此判断。请重新索取证据包，或在线核验。",
      },
      "status.list_unreachable": {
        en: "No status list could be fetched. Try again later, or verify online.",
        zh: "未能获取状态列表。请稍后重试，或在线核验。",
      },
      "status.list_bad": {
        en: "The status list is not one that the issuer and a witness you trust have signed. Use another mirror, and report this one.",
        zh: "状态列表未经颁发机构与可信见证人有效签署。请更换镜像站点并予以报告。",
      },
      "status.list_incomplete": {
        en: "The status list leaves out the batch of this certificate. Report this to the issuer, and verify online.",
        zh: "状态列表遗漏了该证照所在批次。请向颁发机构报告，并在线核验。",
      },
      "status.list_position": {
        en: "The certificate names another place in the status list than its cell has. Report this to the issuer, and verify online.",
        zh: "证照所载的状态列表位置与其单元不符。请向颁发机构报告，并在线核验。",
      },
      "status.skipped": SKIPPED,
    },
  },
} as const satisfies Record<`status.${string}`, CheckDefinition>;
