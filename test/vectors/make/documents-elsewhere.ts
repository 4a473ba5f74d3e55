import { type DocumentOptions, paperDocument } from "../../proof/paper/document.ts";
import { ANCHORED, CAPTURED, HOUR, NOTHING, type NodeOptions, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { DocumentVector } from "../document-vectors.ts";
import { documentVector } from "./document-case.ts";
import { LATER, moved, NEW_ID, refreshed, told } from "./moved-house.ts";

/** A certificate of the closed installation, and how a document of the next one differs that was anchored for it. */
function rehoused(world: Paper): readonly [Paper, DocumentOptions] {
  const { next } = moved(world);
  const manifest = { registryId: NEW_ID };
  const block = { number: 9, time: LATER - HOUR };
  // The logs of the two have nothing to do with one another.
  const record = { logIndex: 1 };
  const options = { owner: "theirs", cosigners: ["bank"], manifest, block, record };
  return [{ ...world, bundle: refreshed(world), network: next }, options];
}

/** Documents of an installation that was closed, and of one that nobody trusts. */
export async function documentsElsewhere(world: Paper): Promise<readonly DocumentVector[]> {
  const { trust } = moved(world);
  const own = paperDocument(world);
  const online = (options: NodeOptions = {}) => {
    const { representation } = own.node({ block: { number: 9, time: LATER - HOUR }, ...options });
    if (!representation?.ok) throw new Error("a node that answers");
    const facts = { ...representation.facts, registryId: NEW_ID, ancestor: null };
    const answers = { ...told(world), representation: { ok: true, facts } } as const;
    return { level: "online", now: LATER, trust, facts: answers } as const;
  };
  const home = rehoused(world);
  const young = await paper({ registryId: NEW_ID, owner: "theirs", witnesses: ["bank"] });
  const { registryId } = world.bundle;
  const backwards = [{ ...young, network: world.network }, { manifest: { registryId } }] as const;
  const unvouched = "indeterminate | seal.anchor seal.not_vouched";
  const late = { block: { number: 46, time: CAPTURED + HOUR + 1 } };
  return [
    documentVector(
      "moved-online",
      "Its installation was closed: the node of the next one is asked.",
      "valid",
      world,
      {},
      online(),
    ),
    documentVector(
      "moved-compromised",
      "There a compromise was reported since.",
      "invalid | seal.anchor seal.anchor_refused",
      world,
      {},
      online({ words: { maker: { compromisedSince: ANCHORED } } }),
    ),
    documentVector(
      "moved-not-adopted",
      "Its batch was not taken along.",
      unvouched,
      world,
      {},
      online({ words: { record: NOTHING } }),
    ),
    documentVector(
      "moved-archival",
      "Offline, as long as it would have been without the move.",
      "valid",
      world,
      {},
      { trust },
    ),
    documentVector("moved-late", "Evidence from after the final state.", unvouched, world, late, { trust }),
    documentVector(
      "moved-anew",
      "Anchored in the next installation, for a certificate of the closed one.",
      "valid",
      ...home,
      {
        trust,
        now: LATER,
      },
    ),
    documentVector(
      "moved-anew-unknown",
      "The same, and the trust file knows of no move.",
      "invalid | seal.representation seal.other_certificate",
      ...home,
      { trust: { ...trust, networks: trust.networks.map(({ continues: _, ...one }) => one) } },
    ),
    documentVector(
      "moved-anew-unwitnessed",
      "The same, and none of the next installation's witnesses has co-signed.",
      unvouched,
      home[0],
      { ...home[1], cosigners: [] },
      { trust, now: LATER },
    ),
    documentVector(
      "moved-back",
      "A certificate of the next installation, for which a document was anchored in the closed one.",
      "invalid | seal.representation seal.other_certificate",
      ...backwards,
      { trust },
    ),
    documentVector(
      "unknown-network",
      "A network that is not in the trust file.",
      "indeterminate | trust.network trust.unknown_network | seal.anchor seal.not_vouched",
      world,
      {},
      { trust: { ...world.trust, networks: [] } },
    ),
  ];
}
