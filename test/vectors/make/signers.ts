import { checkpointBody } from "../../../src/proof/checkpoint.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { witnessNamed } from "../../proof/paper/keys.ts";
import { NOW, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

/** The same trust file, with a snapshot signer of that name. */
const withSigner = ({ trust }: Paper, name = "phone"): TrustFile => ({
  ...trust,
  networks: trust.networks.map((network) => ({ ...network, snapshotSigners: [witnessNamed(name, "ours").vkey] })),
});

/** Snapshot signers: enough for level snapshot, nothing for archival. */
export async function signers(): Promise<readonly Vector[]> {
  const alone = await paper({ cosigners: ["phone"] });
  const beside = await paper({ cosigners: ["court", "phone"] });
  const short = await paper({ witnesses: ["court", "bank"], quorum: 2, cosigners: ["court", "phone"] });
  const trust = withSigner(alone);
  const noLog = alone.node({ facts: { ancestor: { hash: alone.state.block.hash, log: null } } });
  const body = checkpointBody(alone.network.registryId, { ...beside.bundle.log, block: beside.state.block });
  const forged = {
    ...beside.bundle,
    checkpoint: beside.bundle.checkpoint + witnessNamed("phone", "a stranger").line(body, NOW),
  };
  const unnamed = "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing";
  const few = "indeterminate | trust.level trust.quorum_short | anchor.log anchor.missing";
  return [
    vector("snapshot-signer", "A snapshot signer alone is enough at level snapshot.", "valid", alone, {
      level: "snapshot",
      trust,
    }),
    vector("snapshot-signer-archival", "A snapshot signer counts nothing at level archival.", few, alone, { trust }),
    vector(
      "snapshot-signer-no-witness",
      "A snapshot signer makes no quorum with a witness: two witnesses are needed.",
      few,
      short,
      { trust: withSigner(short) },
    ),
    vector("snapshot-signer-beside-witness", "A witness's quorum, and a snapshot signer beside it.", "valid", beside, {
      trust: withSigner(beside),
    }),
    vector(
      "snapshot-signer-unknown",
      "Who is no snapshot signer in the trust file vouches for nothing, at level snapshot neither.",
      unnamed,
      alone,
      { level: "snapshot", trust: withSigner(alone, "tablet") },
    ),
    vector(
      "snapshot-signer-forged",
      "A line in the name of a snapshot signer that does not hold spoils the note.",
      unnamed,
      beside,
      { level: "snapshot", trust: withSigner(beside), bundle: forged },
    ),
    vector(
      "snapshot-signer-online",
      "A node that cannot tell the log at the bundle's block is helped by a snapshot signer under the checkpoint.",
      "valid",
      alone,
      { level: "online", facts: noLog, trust },
    ),
  ];
}
