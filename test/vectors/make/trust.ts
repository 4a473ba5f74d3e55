import type { Bundle } from "../../../src/proof/bundle.ts";
import { checkpointBody } from "../../../src/proof/checkpoint.ts";
import { statusWordSlot } from "../../../src/proof/slots.ts";
import { noteOf } from "../../proof/paper/installation.ts";
import { digest, witnessNamed } from "../../proof/paper/keys.ts";
import { CAPTURED, NOW, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { edited, NOTHING_PROVEN, vector } from "./case.ts";

const online = { level: "online" } as const;

/** Who vouches for which state. */
export async function trust(): Promise<readonly Vector[]> {
  const world = await paper();
  return [...(await networks(world)), ...evidence(world), ...(await witnesses(world))];
}

async function networks(world: Paper): Promise<readonly Vector[]> {
  const elsewhere = await paper({ registryId: digest("another installation") });
  const code = await paper({ words: { codeHash: digest("other code") } });
  const otherCode = world.node({ words: { codeHash: digest("other code") } });
  return [
    vector(
      "unknown-network",
      "A network that is not in the trust file: nothing else is checked.",
      "indeterminate | trust.network trust.unknown_network",
      world,
      { trust: { ...world.trust, networks: [] } },
    ),
    vector(
      "other-installation",
      "A certificate of another installation with the same contracts and keys, whose registryId was changed to ours.",
      "invalid | trust.level trust.not_vouched | integrity.cell integrity.cell_mismatch | anchor.record anchor.record_mismatch | anchor.log anchor.missing | anchor.officers anchor.signature_bad",
      world,
      { bundle: { ...elsewhere.bundle, registryId: world.network.registryId } },
    ),
    vector(
      "wrong-code-hash",
      "The registries' code is not what the trust file names, so their state proves nothing.",
      `indeterminate | trust.code trust.code_hash | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
      code,
      { trust: world.trust },
    ),
    vector(
      "wrong-code-hash-node",
      "The node's state stands under other code.",
      `indeterminate | trust.code trust.code_hash | ${NOTHING_PROVEN}`,
      world,
      {
        ...online,
        facts: otherCode,
      },
    ),
    vector(
      "other-chain-id",
      "Officers' signatures are over the chain id; under another they are nobody's.",
      "invalid | anchor.officers anchor.signature_bad",
      world,
      { trust: { ...world.trust, networks: [{ ...world.network, chainId: 1 }] } },
    ),
  ];
}

function withAccounts(bundle: Bundle, change: (account: Account) => Account): Bundle {
  return { ...bundle, evidence: { ...bundle.evidence, accounts: bundle.evidence.accounts.map(change) } };
}
type Account = Bundle["evidence"]["accounts"][number];

/** The evidence of a world, with what is missing or too much. */
function evidence(world: Paper): readonly Vector[] {
  const { memberRegistry, statusRegistry, anchorRegistry } = world.network.contracts;
  const { memberId, batchId } = world.bundle.anchor.anchor;
  const word = statusWordSlot(memberId, batchId, world.bundle.manifest.index);
  const none = (address: string) => ({
    ...world.bundle,
    evidence: {
      ...world.bundle.evidence,
      accounts: world.bundle.evidence.accounts.filter((account) => account.address !== address),
    },
  });
  const directory = world.state.evidence([{ contract: "directory", key: digest("x") }]).accounts;
  const { accounts } = world.bundle.evidence;
  const more = { ...world.bundle, evidence: { ...world.bundle.evidence, accounts: [...accounts, ...directory] } };
  const tooLong = withAccounts(world.bundle, (account) => ({
    ...account,
    proof:
      account.address === memberRegistry.address ? [...account.proof, ...account.proof.slice(0, 1)] : account.proof,
  }));
  return [
    vector(
      "missing-exclusion-proof",
      "No proof about the cell's status word: unknown is not active.",
      "indeterminate | trust.code trust.unproven | status.cell status.unproven | status.history status.history_missing",
      world,
      {
        bundle: withAccounts(world.bundle, (account) => ({
          ...account,
          slots: account.slots.filter(({ key }) => key !== word.key),
        })),
      },
    ),
    vector(
      "missing-status-account",
      "No proof of the StatusRegistry at all.",
      "indeterminate | trust.code trust.unproven | status.cell status.unproven | status.history status.history_missing",
      world,
      {
        bundle: none(statusRegistry.address),
      },
    ),
    vector(
      "missing-anchor-account",
      "No proof of the AnchorRegistry at all.",
      "indeterminate | trust.code trust.unproven | anchor.record anchor.unproven",
      world,
      {
        bundle: none(anchorRegistry.address),
      },
    ),
    vector(
      "missing-member-account",
      "No proof of the MemberRegistry at all.",
      "indeterminate | trust.code trust.unproven | issuer.key issuer.key_unproven | issuer.credential issuer.profile_unproven | anchor.member anchor.member_unproven | anchor.scope anchor.unproven | anchor.officers anchor.officer_unproven",
      world,
      {
        bundle: none(memberRegistry.address),
      },
    ),
    vector("extra-account", "An account that no check reads.", "indeterminate | trust.code trust.unproven", world, {
      bundle: more,
    }),
    vector(
      "extra-node-on-path",
      "A node beyond the end of a proof's path spoils the evidence.",
      `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
      world,
      {
        bundle: tooLong,
      },
    ),
    vector("extra-node-in-pool", "A node in the pool that no proof uses.", "error bundle.format", world, {
      bundle: edited(world.bundle, "/evidence/nodes", (nodes) => [...(nodes as string[]), "0x1234"]),
    }),
    vector(
      "header-unreadable",
      "A header that is no header.",
      `indeterminate | trust.header trust.missing | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
      world,
      {
        bundle: edited(world.bundle, "/evidence/header", "0xc0"),
      },
    ),
    vector(
      "header-unreadable-online",
      "A header that is no header, online: no history can be compared.",
      "indeterminate | trust.header trust.missing | trust.code trust.unproven | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        ...online,
        bundle: edited(world.bundle, "/evidence/header", "0xc0"),
      },
    ),
  ];
}

async function witnesses(world: Paper): Promise<readonly Vector[]> {
  const bare = await paper({ cosigners: [] });
  const short = await paper({ witnesses: ["court", "bank"], quorum: 2, cosigners: ["court"] });
  const { registryId } = world.network;
  const { log } = world.bundle;
  const body = checkpointBody(registryId, { ...log, block: world.state.block });
  const line = (name: string, owner: string): Bundle => ({
    ...world.bundle,
    checkpoint: world.bundle.checkpoint + witnessNamed(name, owner).line(body, NOW),
  });
  const other = await paper({ block: { number: 41, time: CAPTURED + 15 } });
  const note = (checkpoint: string): Bundle => ({ ...world.bundle, checkpoint });
  return [
    vector(
      "not-cosigned",
      "Offline, without a co-signature nobody vouches for the state.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      bare,
    ),
    vector(
      "quorum-short",
      "One co-signature where two are needed, at level archival.",
      "indeterminate | trust.level trust.quorum_short | anchor.log anchor.missing",
      short,
    ),
    vector("quorum-short-snapshot", "The same bundle at level snapshot, where one suffices.", "valid", short, {
      level: "snapshot",
    }),
    vector(
      "cosignature-forged",
      "A line in the name of a known witness that does not hold.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        bundle: note(noteOf(registryId, log, world.state, ["court"], "a stranger")),
      },
    ),
    vector(
      "cosignature-twice",
      "A second line in the name of one witness spoils the note.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        bundle: line("court", "ours"),
      },
    ),
    vector(
      "cosignature-forged-online",
      "A checkpoint that is there must hold online too.",
      "indeterminate | trust.level trust.not_vouched",
      world,
      {
        ...online,
        bundle: note(noteOf(registryId, log, world.state, ["court"], "a stranger")),
      },
    ),
    vector(
      "cosigned-other-block",
      "A co-signature of another block vouches for nothing here.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        bundle: note(noteOf(registryId, log, other.state, ["court"])),
      },
    ),
    vector(
      "cosigned-other-log",
      "A co-signature of another root of the log.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        bundle: note(noteOf(registryId, { ...log, root: digest("x") }, world.state, ["court"])),
      },
    ),
    vector(
      "cosigned-other-installation",
      "A co-signature of another installation's log.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      world,
      {
        bundle: note(noteOf(digest("another registry"), log, world.state, ["court"])),
      },
    ),
  ];
}
