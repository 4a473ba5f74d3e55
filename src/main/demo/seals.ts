import type { Output } from "../../cli/runtime.ts";
import { toBase64 } from "../../crypto/encoding.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { SEAL_FORM_FORMAT, type SealForm, type SealOrder } from "../../domain/seal-order.ts";
import { memberIdOf } from "../../proof/ids.ts";
import { applyOrder, orderOf } from "../../service/seals/form.ts";
import type { SealOrderInput, SealView, SignedSealOrder } from "../../service/seals/seals.ts";
import type { Service } from "../../service/service.ts";
import type { OrderedSeal } from "../../service/signer/seal-order-rule.ts";
import { makerActs, somebodyOf } from "./maker.ts";
import { DEMO_MEMBERS, DEMO_SEAL_MAKER, type DemoMember } from "./plan.ts";

/** How long the demo's seals may be used: a little less than the certificates of their owners last. */
const TERM: Seconds = 9 * 365 * 86_400;
const DAILY_LIMIT = 10_000;

interface Desk {
  readonly service: Service;
  readonly dataDir: string;
  readonly clock: () => Seconds;
  readonly owner: DemoMember;
  readonly maker: DemoMember;
}

/** Those that use seals: the makers of seals and those who only verify have none. */
const OWNERS = DEMO_MEMBERS.filter(({ apiKeys }) => apiKeys.some(({ subject }) => subject === "sealer"));

/** Seals that are being made. */
export interface Sealing {
  /** Every issuer has its seal; never throws: what went wrong was written, and the next start tries again. */
  readonly done: Promise<void>;
  /** Ends after the step that is under way; the next start goes on from there. */
  stop(): Promise<void>;
}

/** Gives every issuer a round seal that is in force, once, as its people would, while everything runs already. */
export function sealIssuers(service: Service, dataDir: string, clock: () => Seconds, stderr: Output): Sealing {
  const stopped = new AbortController();
  const maker = DEMO_MEMBERS.find(({ id }) => id === DEMO_SEAL_MAKER);
  if (maker === undefined) throw new YinzhengError("config.invalid", { member: DEMO_SEAL_MAKER });
  const one = async (owner: DemoMember): Promise<void> => {
    try {
      await sealOf({ service, dataDir, clock, owner, maker }, stopped.signal);
    } catch (error) {
      const code = isYinzhengError(error) ? error.code : String(error);
      stderr.write(`印章 · seal of ${owner.id}: ${code}\n`);
    }
  };
  const done = Promise.all(OWNERS.map(one)).then(() => undefined);
  return {
    done,
    stop: () => {
      stopped.abort();
      return done;
    },
  };
}

async function sealOf(desk: Desk, stopped: AbortSignal): Promise<void> {
  const { service, owner, maker } = desk;
  const code = `${owner.code}001`;
  const known = (await service.seals.seals(somebodyOf(owner))).find((seal) => seal.code === code);
  let seal = known === undefined || known.state === "none" ? await applied(desk, code) : known;
  if (seal.state === "applied" && !stopped.aborted) {
    await service.seals.make(somebodyOf(maker), code);
    seal = await ordered(desk, code, "make");
  }
  if (seal.state === "made" && !stopped.aborted) await ordered(desk, code, "activate");
}

async function applied(desk: Desk, code: string): Promise<SealView> {
  const { service, owner, maker, clock } = desk;
  const now = clock();
  const form: SealForm = {
    format: SEAL_FORM_FORMAT,
    code,
    kind: "round",
    name: owner.names.zh,
    maker: maker.code,
    validFrom: now,
    validUntil: now + TERM,
    dailyLimit: DAILY_LIMIT,
  };
  const order = await signed(desk, owner, applyOrder(form, now), { form });
  return service.seals.apply(somebodyOf(owner), { form, order });
}

async function ordered(desk: Desk, code: string, what: "make" | "activate"): Promise<SealView> {
  const { service, maker, owner, clock } = desk;
  const actor = what === "make" ? maker : owner;
  const by = somebodyOf(actor);
  const view = await service.seals.seal(by, code);
  if (!("form" in view) || view.digest === null) throw new YinzhengError("conflict.seal_state", { code });
  const { digest, form, application, changes: expected } = view;
  const term = what === "make" ? { validFrom: form.validFrom, validUntil: form.validUntil } : {};
  const named = { code, memberId: memberIdOf(actor.code), digest, expected, orderedAt: clock(), ...term };
  const shown = { form, application, seal: toBase64(await service.seals.object(by, code)) };
  const order = await signed(desk, actor, orderOf(what, named), shown);
  return service.seals.order(by, code, { what, digest, expected, order });
}

async function signed(
  { dataDir }: Desk,
  member: DemoMember,
  order: SealOrder,
  shown: OrderedSeal,
): Promise<SealOrderInput> {
  const { officer, signature } = await makerActs<SignedSealOrder>(dataDir, member, "/order-seal", { order, ...shown });
  return { officer, orderedAt: order.orderedAt, signature };
}
