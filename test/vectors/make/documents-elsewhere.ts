import { paperDocument } from "../../proof/paper/document.ts";
import { ANCHORED, CAPTURED, HOUR, NOTHING, type NodeOptions, type Paper } from "../../proof/paper/options.ts";
import type { DocumentVector } from "../document-vectors.ts";
import { documentVector } from "./document-case.ts";
import { LATER, moved, NEW_ID, told } from "./moved-house.ts";

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
      "unknown-network",
      "A network that is not in the trust file.",
      "indeterminate | trust.network trust.unknown_network | seal.anchor seal.not_vouched",
      world,
      {},
      { trust: { ...world.trust, networks: [] } },
    ),
  ];
}
