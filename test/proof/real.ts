import { fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { parseHeader } from "../../src/crypto/header.ts";
import type { CellState } from "../../src/domain/status.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { readDocument } from "../../src/proof/document.ts";
import type { Facts } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { slotsOf, subjectOf } from "../../src/proof/slots.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { gather } from "../../src/service/gather.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { change, type Harness, issued, serve } from "../service/harness.ts";
import { openWorld, principal, type World } from "../service/world.ts";

/** Real certificates of one real installation, issued under dual control and co-signed by its witness. */
export interface Real {
  readonly world: World;
  readonly trust: TrustFile;
  now(): number;
  /** Issues a certificate and takes it through these states. */
  certificate(...states: readonly CellState[]): Promise<CertificateView>;
  text(view: CertificateView): Promise<string>;
  bundle(view: CertificateView): Promise<Bundle>;
  /** What a verifier's own node tells of a bundle; asked once for the same slots at the same block. */
  facts(bundle: Bundle): Promise<Facts>;
  close(): Promise<void>;
}

export async function openReal(): Promise<Real> {
  const world = await openWorld();
  const harness: Harness = await serve(world);
  const { service } = harness;
  const ledger: Ledger = world.ledger();
  const known = new Map<string, Promise<Facts>>();
  const text = async (view: CertificateView): Promise<string> =>
    (await service.bundle(principal(world.licences), view.id)).text;
  return {
    world,
    trust: world.trust,
    now: () => world.clock(),
    async certificate(...states) {
      const view = await issued(service, world);
      for (const state of states) {
        world.clock.advance(60);
        await change(service, world, view, state);
      }
      return view;
    },
    text,
    bundle: async (view) => parseBundle(utf8(await text(view))),
    facts(bundle) {
      const subject = JSON.stringify([
        slotsOf(subjectOf(bundle, readDocument(bundle).nullifier)),
        blockOf(bundle),
        bundle.registryId,
      ]);
      const facts = known.get(subject) ?? gather(ledger, bundle);
      known.set(subject, facts);
      return facts;
    },
    async close() {
      await harness.close();
      await ledger.close();
      await world.close();
    },
  };
}

function blockOf({ evidence }: Bundle): string {
  try {
    return toHex(parseHeader(fromHex(evidence.header)).hash);
  } catch {
    return "none";
  }
}
