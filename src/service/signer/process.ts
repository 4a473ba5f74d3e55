import { toHex } from "../../crypto/encoding.ts";
import type { Anchor, OfficerSignature } from "../../domain/anchor.ts";
import type { Approval, BatchApproval, StatusOrder } from "../../domain/approval.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { type CompromiseReport, OWN_REACH } from "../../domain/compromise.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealUse } from "../../domain/seal.ts";
import type { SealOrder } from "../../domain/seal-order.ts";
import type { StatusChange } from "../../domain/status.ts";
import type { Signer } from "../../keys/keys.ts";
import { draftDigest, memberIdOf } from "../../proof/ids.ts";
import {
  anchorMessage,
  approvalMessage,
  batchApprovalMessage,
  compromiseMessage,
  orderMessage,
  sealMessage,
  sealOrderMessage,
  statusMessage,
} from "../../proof/messages.ts";
import { REPRESENTATION_TYPE_ID } from "../../proof/representation.ts";
import type {
  AnchorRequest,
  SealActRequest,
  SignedApproval,
  SignedBatchApproval,
  SignedOrder,
  StatusRequest,
} from "../officers.ts";
import { onlyStops } from "../seals/acts.ts";
import { actMessage } from "../seals/call.ts";
import type { SignedSealOrder } from "../seals/seals.ts";
import { checkAnchorRequest } from "./anchor-rule.ts";
import type { SignerConfig } from "./config.ts";
import { checkRepresentations, type DocumentJudging } from "./document-rule.ts";
import { type Drafts, readDraft, readDrafts } from "./draft-rule.ts";
import { checkWindow, refuse, SKEW } from "./rule.ts";
import { changeOf } from "./rules/counts.ts";
import { judgeHours } from "./rules/hours.ts";
import { judgeChanges, judgeRates } from "./rules/rates.ts";
import { checkSealOrder, checkSealRequest, type OrderedSeal, type SealJudging } from "./seal-order-rule.ts";
import type { SignLog } from "./sign-log.ts";
import { checkStatusRequest, isOurs } from "./status-rule.ts";
import { checkUse } from "./use-rule.ts";

/** What an officer's signer is made of: its own key, rule and log. */
export interface SignerDeps {
  readonly key: Signer;
  readonly config: SignerConfig;
  readonly log: SignLog;
  readonly clock: () => Seconds;
  /** Absent: it signs for no documents. */
  readonly judging?: DocumentJudging;
  /** Absent: it vouches for no seal objects. */
  readonly seals?: SealJudging;
}

/**
 * An officer's signer with its first rule: sign what a maker signed, for these types; and the officer's own limits, where
 * there are any. It derives leaf and root from whole documents, writes what it is about to sign into its own log, and only
 * then signs. `approve` and `order` are the maker's
 * own acts. Throws `signer.refused`, `signer.root_mismatch`, `signer.conflict`.
 */
export interface OfficerProcess {
  readonly address: Hex;
  signAnchor(request: AnchorRequest): Promise<OfficerSignature>;
  signStatus(request: StatusRequest): Promise<OfficerSignature>;
  signSeal(request: SealActRequest): Promise<OfficerSignature>;
  signUse(use: SealUse): Promise<OfficerSignature>;
  /** The maker's own order about a seal that he has looked at. */
  orderSeal(order: SealOrder, shown: OrderedSeal): Promise<SignedSealOrder>;
  approve(draft: JsonObject): Promise<SignedApproval>;
  /** Reads every draft and signs for all of them at once, in this order. */
  approveBatch(drafts: Drafts): Promise<SignedBatchApproval>;
  order(order: StatusOrder): Promise<SignedOrder>;
  /** The officer's own report that a key or an officer of the member, himself too, is not to be believed. */
  report(report: CompromiseReport): Promise<OfficerSignature>;
}

/** Throws `keys.purpose` for a key that has no address. */
export function createSigner(deps: SignerDeps): OfficerProcess {
  const { key, config, log, clock } = deps;
  const address = key.address;
  if (address === undefined) throw new YinzhengError("keys.purpose", { expected: "a secp256k1 officer key" });
  const memberId = memberIdOf(config.profile.code);
  const rules = config.rules ?? {};
  const sign = async (message: Uint8Array): Promise<OfficerSignature> => ({
    signer: address,
    signature: toHex(await key.sign(message)),
  });
  const requireMaker = (): void => {
    if (config.role !== "maker") refuse("only a maker approves and orders");
  };
  return {
    address,
    async signAnchor(request: AnchorRequest) {
      if (rules.hours !== undefined) judgeHours(rules.hours, clock());
      const checked =
        request.anchor.typeId === REPRESENTATION_TYPE_ID
          ? await checkRepresentations(config, deps.judging, request, log, clock())
          : await checkAnchorRequest(config, request, clock());
      // Nothing is awaited between the count and the log, so two requests at once can't both be the last one.
      judgeRates(rules, checked.counts, log.counted, clock());
      await log.anchor(request.anchor, checked, checked.counts);
      return sign(anchorMessage(config.network, request.anchor satisfies Anchor));
    },
    async signStatus(request: StatusRequest) {
      checkStatusRequest(config, request, clock(), log);
      const change = changeOf(request.change);
      // Stopping is never held back: whoever wants to suspend at night has a reason.
      if (change !== null) {
        if (rules.hours !== undefined) judgeHours(rules.hours, clock());
        judgeChanges(rules, change, log.counted, clock());
      }
      await log.change(request.change);
      return sign(statusMessage(config.network, request.change satisfies StatusChange));
    },
    async signSeal(request: SealActRequest) {
      const { act, order } = request;
      const what = await checkSealRequest(config, deps.seals, request, clock());
      if (rules.hours !== undefined && !onlyStops(what, order.order)) judgeHours(rules.hours, clock());
      await log.note("signer.seal", { ...(act as unknown as JsonObject), order: { ...order.order } });
      return sign(actMessage(config.network, act));
    },
    async signUse(use: SealUse) {
      checkUse(config, use, log, clock());
      await log.note("signer.seal_use", { ...use });
      return sign(sealMessage(config.network, "SealUse", use));
    },
    async orderSeal(order: SealOrder, shown: OrderedSeal) {
      requireMaker();
      await checkSealOrder(config, deps.seals, order, shown);
      if (Math.abs(order.orderedAt - clock()) > SKEW) refuse("the order is not dated now");
      await log.note("signer.seal_ordered", { ...order });
      const { signer, signature } = await sign(sealOrderMessage(config.network, order));
      return { order, officer: signer, signature };
    },
    async approve(value: JsonObject) {
      requireMaker();
      const draft = readDraft(config, value);
      const approval: Approval = { memberId, typeId: draft.typeId, draft: draftDigest(draft), approvedAt: clock() };
      await log.note("signer.approved", { draft: approval.draft });
      const { signer, signature } = await sign(approvalMessage(config.network, approval));
      return { approval, officer: signer, signature };
    },
    async approveBatch(values: Drafts) {
      requireMaker();
      const approval: BatchApproval = { ...(await readDrafts(config, values)), approvedAt: clock() };
      await log.note("signer.batch_approved", { ...approval });
      const { signer, signature } = await sign(batchApprovalMessage(config.network, approval));
      return { approval, officer: signer, signature };
    },
    async report(report: CompromiseReport) {
      if (report.memberId !== memberId) refuse("the report is another member's");
      checkWindow(report, clock());
      const { since } = report;
      if (since !== 0 && (since > clock() || since < clock() - OWN_REACH))
        refuse("a member reports at most 30 days back, and nothing to come");
      await log.note("signer.reported", { ...report });
      return sign(compromiseMessage(config.network, report));
    },
    async order(order: StatusOrder) {
      requireMaker();
      if (!isOurs(config, order.memberId)) refuse("the cell is another member's");
      if (Math.abs(order.orderedAt - clock()) > SKEW) refuse("the order is not dated now");
      await log.note("signer.ordered", { ...(order as unknown as JsonObject) });
      const { signer, signature } = await sign(orderMessage(config.network, order));
      return { order, officer: signer, signature };
    },
  };
}
