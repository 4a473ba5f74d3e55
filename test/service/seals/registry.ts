import type { Hex } from "../../../src/domain/bytes.ts";
import { YinzhengError } from "../../../src/domain/errors.ts";
import { type RegisteredSeal, SEAL_STATES } from "../../../src/domain/seal.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import type { SealCall, SealLedger, SealWindow } from "../../../src/ledger/seals.ts";

/** TEMPORARY: a registry of seals in memory over a real ledger. */
export function registryOf() {
  const seals = new Map<Hex, RegisteredSeal>();
  const windows = new Map<string, SealWindow>();
  const submitted: SealCall[] = [];
  let silent = false;
  const put = (id: Hex, news: Partial<RegisteredSeal>, changed = true) => {
    const seal = seals.get(id);
    if (seal === undefined) throw new YinzhengError("conflict.seal_state");
    seals.set(id, { ...seal, ...news, changes: seal.changes + (changed ? 1 : 0) });
  };
  const take = (call: SealCall, now: number): void => {
    submitted.push(call);
    if (call.kind === "seal-apply") {
      const { sealId, memberId: owner, maker, dailyLimit } = call.application;
      const rest = { validFrom: 0, validUntil: 0, lostSince: 0, day: 0, usedToday: 0, uses: 0, changes: 0 };
      const digest: Hex = `0x${"00".repeat(32)}`;
      seals.set(sealId, { sealId, owner, maker, dailyLimit, digest, state: "applied", ...rest });
    } else if (call.kind === "seal-make") {
      const { sealId, digest, validFrom, validUntil } = call.making;
      put(sealId, { state: "made", digest, validFrom, validUntil }, false);
    } else if (call.kind === "seal-change") {
      const { sealId, to, since, expected } = call.change;
      const seal = seals.get(sealId);
      if (seal?.changes !== expected) throw new YinzhengError("conflict.order_stale");
      const state = SEAL_STATES[to] ?? "none";
      const lost = seal.state === "destroyed" ? "destroyed" : "lost";
      put(sealId, state === "lost" ? { state: lost, lostSince: since === 0 ? now : since } : { state });
    } else if (call.kind === "seal-delegate") {
      const { sealId, delegate, validFrom, validUntil } = call.delegation;
      windows.set(sealId + delegate, { validFrom, validUntil });
      put(sealId, {});
    }
  };
  const over = (ledger: Ledger): Ledger & SealLedger => {
    const send = ledger.submit.bind(ledger);
    const begin = ledger.start.bind(ledger);
    const contracts = ledger.network.contracts as { sealRegistry?: Hex };
    const own: SealLedger & Pick<Ledger, "submit" | "start"> = {
      // No contract stands there.
      start: async (outbox) => {
        delete contracts.sealRegistry;
        await begin(outbox);
        contracts.sealRegistry = REGISTRY;
      },
      sealOf: async (id: Hex) => seals.get(id) ?? null,
      sealUseOf: async () => null,
      sealDelegation: async (id: Hex, member: Hex) => windows.get(id + member) ?? null,
      submit: async (call: Parameters<Ledger["submit"]>[0]) => {
        if (!call.kind.startsWith("seal-")) return send(call);
        const block = await ledger.head();
        take(call as unknown as SealCall, block.time);
        if (silent) {
          silent = false;
          throw new YinzhengError("chain.unreachable");
        }
        return block;
      },
    };
    return Object.assign(ledger, own);
  };
  const loseNextAnswer = (): void => {
    silent = true;
  };
  return { over, submitted, seals, loseNextAnswer };
}

const REGISTRY: Hex = `0x${"5e".repeat(20)}`;
