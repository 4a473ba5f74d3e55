import { toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import type { Facts } from "../../../src/proof/facts.ts";
import { memberIdOf } from "../../../src/proof/ids.ts";
import type { Policy } from "../../../src/proof/policy.ts";
import { sealUseText } from "../../../src/proof/seal-use.ts";
import type { FoundSeal } from "../../../src/proof/stamped-file.ts";
import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED, CAPTURED, MAX_STATUS_AGE, NOW } from "../../proof/paper/options.ts";
import { OTHER_OWNER, paperStamped, type StampedOptions, sealOf, USED, usedLeaf } from "../../proof/paper/stamped.ts";
import type { SealUseVector } from "../seal-use-vectors.ts";
import { expectedOf } from "./case.ts";

interface Asking extends Partial<Policy> {
  readonly content?: Uint8Array;
  readonly mediaType?: SealUseVector["mediaType"];
  readonly seals?: readonly FoundSeal[];
  /** Its text, or none at all. */
  readonly proof?: string | null;
  readonly now?: number;
  readonly facts?: Facts | null;
  readonly withoutRegistry?: boolean;
  readonly withoutNetwork?: boolean;
}

function vector(
  name: string,
  shows: string,
  expected: string,
  options: StampedOptions = {},
  asking: Asking = {},
): SealUseVector {
  const { file, proof: own, trust, network, node } = paperStamped(options);
  const { level = "archival", now = NOW, withoutRegistry, withoutNetwork, content, mediaType, ...rest } = asking;
  const { seals = file.seals, proof = sealUseText(own), facts = level === "online" ? node() : null, ...policy } = rest;
  const { sealRegistry: _, ...contracts } = network.contracts;
  const networks = withoutNetwork ? [] : withoutRegistry ? [{ ...network, contracts }] : trust.networks;
  return {
    name,
    shows,
    mediaType: mediaType ?? file.content?.mediaType ?? "application/pdf",
    content: toBase64(content ?? file.content?.bytes ?? new Uint8Array()),
    seals,
    proof: proof === null ? null : toBase64(utf8(proof)),
    trust: { ...trust, networks } as unknown as JsonObject,
    policy: { level, ...policy },
    facts: facts === null ? null : { node: facts.node },
    now,
    expected: expectedOf(expected),
  };
}

const TWO = [sealOf(1), sealOf(2)];
const OTHERS = [sealOf(1, OTHER_OWNER)];

/** Questions about stamped files, with what each has to come out as. */
export function sealUses(): readonly SealUseVector[] {
  const { proof, trust } = paperStamped();
  const use = (leaf: `0x${string}`) => ({ proof: { uses: [{ sealId: proof.uses[0]!.sealId, leaf }] } });
  const registryId = trust.networks[0]!.registryId;
  return [
    vector("valid", "A PDF with one seal, whose use was counted a minute after it was anchored.", "valid"),
    vector("valid-sm3", "A batch whose hash is SM3.", "valid", { suite: "sm3" }),
    vector("valid-two", "Two seals.", "valid", { seals: TWO }),
    vector("valid-ofd", "An OFD: what was anchored is the list of its entries.", "valid", {
      content: { mediaType: "application/ofd", bytes: utf8('[["/OFD.xml","0x00"]]') },
    }),
    vector("valid-online", "The verifier's own node shows the same.", "valid", {}, { level: "online" }),
    vector("valid-twice", "One seal that signs twice is one seal.", "valid", {}, { seals: [sealOf(1), sealOf(1)] }),
    vector("delegated", "Another member's seal, which the user was let use.", "valid", {
      seals: OTHERS,
      chain: { delegated: true },
    }),
    vector("same-block", "The use was counted at the very time of the anchor.", "valid", { usedAt: ANCHORED }),
    vector(
      "other-bytes",
      "Other bytes than were anchored.",
      "invalid | seal.stamped seal.other_document",
      {},
      {
        content: utf8("another file"),
      },
    ),
    vector(
      "other-media-type",
      "The same bytes as an OFD.",
      "invalid | seal.stamped seal.other_document",
      {},
      {
        mediaType: "application/ofd",
      },
    ),
    vector("no-entry", "A leaf of nothing.", "invalid | seal.stamped seal.other_document", {
      manifest: { entries: [] },
    }),
    vector(
      "other-seal",
      "Another seal than was anchored.",
      "invalid | seal.stamped seal.other_seals | seal.registered seal.registration_unproven | seal.use seal.use_missing",
      {},
      { seals: [sealOf(2)] },
    ),
    vector(
      "fewer-seals",
      "One of two seals.",
      "invalid | seal.stamped seal.other_seals",
      { seals: TWO },
      { seals: [sealOf(1)] },
    ),
    vector(
      "other-order",
      "Two seals the other way round.",
      "invalid | seal.stamped seal.other_seals",
      { seals: TWO },
      {
        seals: TWO.toReversed(),
      },
    ),
    vector("use-missing", "No use is told of.", "invalid | seal.stamped seal.other_seals | seal.use seal.use_missing", {
      proof: { uses: [] },
    }),
    vector("uncounted", "A use that was never counted.", "invalid | seal.use seal.not_counted", { chain: { used: 0 } }),
    vector(
      "uncounted-at-node",
      "A use that only the file's own block shows.",
      "invalid | seal.use seal.not_counted",
      {
        later: { used: 0 },
      },
      { level: "online" },
    ),
    vector("other-use", "Another record was counted.", "invalid | seal.use seal.use_mismatch", {
      chain: { used: digest("another use") },
    }),
    vector(
      "other-leaf",
      "A record of another time than the one that was counted.",
      "invalid | seal.use seal.use_mismatch",
      use(usedLeaf(registryId, sealOf(1).code, USED + 1)),
    ),
    vector("leaf-unreadable", "What is told of is no record.", "invalid | seal.use seal.use_mismatch", use("0x00")),
    vector(
      "use-of-other-seal",
      "The order in the record is about another seal.",
      "invalid | seal.use seal.use_mismatch",
      {
        use: { sealId: digest("another seal") },
      },
    ),
    vector("use-of-other-batch", "The record is about another batch.", "invalid | seal.use seal.use_mismatch", {
      use: { batchId: digest("another batch") },
    }),
    vector("use-by-other-member", "The record is about another member.", "invalid | seal.use seal.use_mismatch", {
      use: { memberId: digest("another member") },
    }),
    vector("use-elsewhere", "The record is of another installation.", "invalid | seal.use seal.use_mismatch", {
      usedIn: digest("another installation"),
    }),
    vector("before-anchor", "Counted before the file was anchored.", "invalid | seal.use seal.use_before_anchor", {
      usedAt: ANCHORED - 1,
    }),
    vector("not-delegated", "Another member's seal.", "invalid | seal.use seal.user_unknown", { seals: OTHERS }),
    vector(
      "unregistered",
      "A seal that is not registered.",
      "invalid | seal.registered seal.unregistered | seal.use seal.user_unknown",
      { chain: { owner: 0 } },
    ),
    vector("wrong-digest", "Another seal object is registered.", "invalid | seal.registered seal.other_object", {
      chain: { digest: digest("another seal") },
    }),
    vector(
      "other-owner",
      "The code names another owner than the registry.",
      "invalid | seal.registered seal.other_owner",
      {
        chain: { owner: memberIdOf(OTHER_OWNER), delegated: true },
      },
    ),
    vector("no-code", "An esID that is no code of a seal.", "invalid | seal.registered seal.other_owner", {
      seals: [{ ...sealOf(1), code: `${sealOf(1).code}x` }],
    }),
    vector("lost-before", "Lost in the second of the use.", "invalid | seal.lost seal.lost", {
      chain: { state: "lost", lostSince: USED },
    }),
    vector("lost-and-destroyed", "Destroyed after it was lost: the loss stays.", "invalid | seal.lost seal.lost", {
      chain: { state: "destroyed", lostSince: USED - 1 },
    }),
    vector(
      "lost-at-node",
      "The loss was reported after the file's block.",
      "invalid | seal.lost seal.lost",
      {
        later: { state: "lost", lostSince: USED },
      },
      { level: "online" },
    ),
    vector("lost-after", "Lost a second after the use.", "valid", { chain: { state: "lost", lostSince: USED + 1 } }),
    vector("suspended-after", "Suspended since.", "valid", { chain: { state: "suspended" } }),
    vector("destroyed-after", "Destroyed since.", "valid", { chain: { state: "destroyed" } }),
    vector(
      "stale",
      "Evidence that is too old.",
      "indeterminate | seal.anchor seal.stale",
      {},
      {
        now: CAPTURED + MAX_STATUS_AGE + 1,
      },
    ),
    vector("not-vouched", "Nobody co-signed.", "indeterminate | seal.anchor seal.not_vouched", { cosigners: [] }),
    vector(
      "officer-compromised",
      "An officer was compromised when it was anchored.",
      "invalid | seal.anchor seal.anchor_refused",
      {
        words: { checker: { compromisedSince: ANCHORED } },
      },
    ),
    vector("out-of-scope", "The member may not use seals.", "invalid | seal.anchor seal.anchor_refused", {
      words: { scope: { notAfter: ANCHORED } },
    }),
    vector("wrong-kind", "A leaf of another type.", "invalid | seal.stamped seal.wrong_kind", {
      manifest: { typeId: digest("another type") },
    }),
    vector("path-mismatch", "A leaf in another place.", "invalid | seal.stamped seal.path_mismatch", {
      manifest: { index: 4 },
    }),
    vector("other-name", "The member is called otherwise on chain.", "invalid | seal.user seal.name_mismatch", {
      proof: { member: { ...proof.member, names: { zh: "别的机构", en: "Another agency" } } },
    }),
    vector(
      "no-registry",
      "The trust file names no registry of seals.",
      "indeterminate | seal.anchor seal.anchor_unproven | seal.user seal.profile_unproven | seal.registered seal.registration_unproven | seal.use seal.use_unproven | seal.lost seal.state_unproven",
      {},
      { withoutRegistry: true },
    ),
    vector(
      "no-network",
      "The trust file does not name the network.",
      "indeterminate | seal.anchor seal.not_vouched | seal.user seal.profile_unproven | seal.registered seal.registration_unproven | seal.use seal.use_unproven | seal.lost seal.state_unproven",
      {},
      { withoutNetwork: true },
    ),
    vector("proof-missing", "No proof.", "indeterminate | seal.stamped seal.proof_missing", {}, { proof: null }),
    vector(
      "proof-unreadable",
      "A proof that names a seal twice.",
      "invalid | seal.stamped seal.proof_unreadable",
      {},
      {
        proof: sealUseText({
          ...proof,
          manifest: { ...proof.manifest, seals: [proof.manifest.seals[0]!, proof.manifest.seals[0]!] },
        }),
      },
    ),
  ];
}
