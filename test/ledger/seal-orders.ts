import { toHex } from "../../src/crypto/encoding.ts";
import type { OfficerSignature } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import {
  SEAL_STATES,
  type SealApplication,
  type SealChange,
  type SealDelegation,
  type SealMaking,
  type SealState,
  type SealUse,
} from "../../src/domain/seal.ts";
import type { MessageSigner } from "../../src/ledger/evm/council.ts";
import type { Founding } from "../../src/ledger/evm/found.ts";
import type { Ledger, SealCall } from "../../src/ledger/ledger.ts";
import { sealMessage } from "../../src/proof/messages.ts";
import { AGENCY, BANK, BANKERS, CHECKER, digest, MAKER, seconds } from "./world.ts";

/** SM3 of a seal object that nobody made. */
export const OBJECT: Hex = digest("seal object");
const YEAR = 365 * 86_400;

type Kind<K extends SealCall["kind"]> = Extract<SealCall, { readonly kind: K }>;

/** What officers of the agency sign about its seals, the bank being their maker; fields and officers are these unless others are given. */
export class SealOrders {
  readonly #founding: Founding;
  readonly #clock: () => number;

  constructor(founding: Founding, clock: () => number) {
    this.#founding = founding;
    this.#clock = clock;
  }

  async apply(
    name: string,
    fields: Partial<SealApplication> = {},
    ...officers: MessageSigner[]
  ): Promise<Kind<"seal-apply">> {
    const application = { ...this.#common(name), maker: BANK, dailyLimit: 10, ...fields };
    const message = sealMessage(this.#founding.network, "SealApplication", application);
    return { kind: "seal-apply", application, signatures: await signAll(message, officers, AGENCY) };
  }

  async make(name: string, fields: Partial<SealMaking> = {}, ...officers: MessageSigner[]): Promise<Kind<"seal-make">> {
    const now = seconds(this.#clock);
    const period = { validFrom: now - 60, validUntil: now + YEAR };
    const making = { ...this.#common(name), memberId: BANK, digest: OBJECT, ...period, ...fields };
    const message = sealMessage(this.#founding.network, "SealMaking", making);
    return { kind: "seal-make", making, signatures: await signAll(message, officers, BANK) };
  }

  /** The seal's first change, unless fields say otherwise. */
  async change(
    name: string,
    to: SealState,
    fields: Partial<SealChange> = {},
    ...officers: MessageSigner[]
  ): Promise<Kind<"seal-change">> {
    const order = { expected: 0, to: SEAL_STATES.indexOf(to), since: 0, digest: OBJECT };
    const change = { ...this.#common(name), ...order, ...fields };
    const message = sealMessage(this.#founding.network, "SealChange", change);
    return { kind: "seal-change", change, signatures: await signAll(message, officers, AGENCY) };
  }

  /** The second change of an active seal: the bank may use it for a day. */
  async delegate(
    name: string,
    fields: Partial<SealDelegation> = {},
    ...officers: MessageSigner[]
  ): Promise<Kind<"seal-delegate">> {
    const now = seconds(this.#clock);
    const order = { expected: 1, delegate: BANK, validFrom: now, validUntil: now + 86_400 };
    const delegation = { ...this.#common(name), ...order, ...fields };
    const message = sealMessage(this.#founding.network, "SealDelegation", delegation);
    return { kind: "seal-delegate", delegation, signatures: await signAll(message, officers, AGENCY) };
  }

  /** One use in the batch of this name. */
  async use(
    name: string,
    batch: string,
    fields: Partial<SealUse> = {},
    ...officers: MessageSigner[]
  ): Promise<Kind<"seal-use">> {
    const use = { ...this.#common(name), batchId: digest(batch), count: 1, ...fields };
    const message = sealMessage(this.#founding.network, "SealUse", use);
    return { kind: "seal-use", use, signatures: await signAll(message, officers, use.memberId) };
  }

  /** A seal that may be used. */
  async active(ledger: Ledger, name: string): Promise<Hex> {
    await ledger.submit(await this.apply(name));
    await ledger.submit(await this.make(name));
    await ledger.submit(await this.change(name, "active"));
    return digest(name);
  }

  #common(name: string) {
    const now = seconds(this.#clock);
    return { memberId: AGENCY, officerEpoch: 1, sealId: digest(name), notBefore: now, deadline: now + 3600 };
  }
}

async function signAll(
  message: Uint8Array,
  officers: readonly MessageSigner[],
  memberId: Hex,
): Promise<OfficerSignature[]> {
  const others = memberId === BANK ? BANKERS : [CHECKER, MAKER];
  const signers = officers.length > 0 ? officers : others;
  return Promise.all(
    signers.map(async ({ address, sign }) => ({ signer: address, signature: toHex(await sign(message)) })),
  );
}
