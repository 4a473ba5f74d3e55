import { randomBytes } from "node:crypto";
import type { Hex } from "../../../src/domain/bytes.ts";
import { memoryKeys } from "../../../src/keys/memory/open.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openMemoryChain } from "../../../src/ledger/memory/chain.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { type Continuation, finalStateOf, originForCouncil } from "../../../src/service/migrate/continuation.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { openRelay } from "../../threats/attack.ts";
import { change, type Harness, issued, serve } from "../harness.ts";
import { openWorld, principal, type World } from "../world.ts";

/** An installation that was used and one that is to continue it, with real contracts. */
export interface Houses {
  readonly old: World;
  readonly fresh: World;
  readonly certificates: Readonly<Record<"active" | "revoked" | "suspended", CertificateView>>;
  /** Bundles as their holders have them. */
  readonly texts: Readonly<Record<"active" | "revoked" | "suspended", string>>;
  readonly oldLedger: Ledger;
  readonly freshLedger: Ledger;
  /** Closes the old one in favour of an installation; gives the final checkpoint's note. */
  close(successor?: Hex): Promise<string>;
  /** The new council continues the old installation. */
  proceed(continuation: Continuation): Promise<void>;
  /** A trust file that names both. */
  trust(continuation: Continuation): TrustFile;
  leave(): Promise<void>;
}

/** `same`: both stand on one chain. */
export async function openHouses(same: boolean): Promise<Houses> {
  const old = await openWorld();
  const chain = same ? old.chain : await openMemoryChain({ clock: old.clock.ms, chainId: 20_261 });
  const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
  const fresh = await openWorld(memoryKeys({ random }), {
    clock: old.clock,
    chain,
    random,
    journal: async () => openMemoryStore().journal,
    founding: (hold) => hold(),
  });
  const harness = await serve(old);
  const certificates = await issueThree(harness, old);
  const text = async ({ id }: CertificateView) => (await harness.service.bundle(principal(old.licences), id)).text;
  const texts = {
    active: await text(certificates.active),
    revoked: await text(certificates.revoked),
    suspended: await text(certificates.suspended),
  };
  const [oldLedger, freshLedger] = await Promise.all([openRelay(old), openRelay(fresh)]);
  return {
    old,
    fresh,
    certificates,
    texts,
    oldLedger,
    freshLedger,
    async close(successor = fresh.network.registryId) {
      await old.council.widen(old.council.call("directory", "close", successor));
      return old.witness.cosign(await oldLedger.head());
    },
    async proceed(continuation) {
      const origin = Object.values(originForCouncil(continuation));
      await fresh.council.widen(fresh.council.call("statusRegistry", "continueFrom", origin));
    },
    trust(continuation) {
      const networks = fresh.trust.networks.map((one) => ({ ...one, continues: [finalStateOf(continuation)] }));
      return { ...old.trust, networks: [...old.trust.networks, ...networks] };
    },
    async leave() {
      for (const part of [oldLedger, freshLedger, harness, old]) await part.close();
      if (!same) await fresh.close();
    },
  };
}

async function issueThree({ service }: Harness, world: World): Promise<Houses["certificates"]> {
  const [active, revoked, suspended] = [
    await issued(service, world),
    await issued(service, world),
    await issued(service, world),
  ];
  await change(service, world, revoked, "revoked");
  await change(service, world, suspended, "suspended");
  return { active, revoked, suspended };
}
