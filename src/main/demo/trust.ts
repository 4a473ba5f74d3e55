import { toBase64 } from "../../crypto/encoding.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { perRegistry } from "../../domain/network.ts";
import { ARTIFACTS, REGISTRY_ARTIFACTS } from "../../ledger/evm/artifacts.ts";
import type { Founding } from "../../ledger/evm/found.ts";
import { TRUST_FORMAT, type TrustedNetwork, type TrustFile } from "../../proof/trust.ts";

/** The trust file of a founded network: what its verifiers must hold beforehand. */
export function trustOf(
  { network, deployments }: Founding,
  terms: {
    readonly name: TrustedNetwork["name"];
    readonly witnesses: readonly string[];
    readonly quorum: number;
    readonly maxStatusAge: Seconds;
    readonly mirrors: readonly string[];
    readonly links: readonly string[];
    /** Certificates of authorities, DER. */
    readonly documentAuthorities: readonly Uint8Array[];
    readonly sealAuthorities: readonly Uint8Array[];
  },
): TrustFile {
  const contracts = perRegistry(network.contracts, (address, name) => {
    const artifact = REGISTRY_ARTIFACTS[name];
    const deployment = deployments.find(({ contract }) => contract === artifact);
    const { layout } = ARTIFACTS[artifact];
    if (deployment === undefined || layout === undefined)
      throw new YinzhengError("store.damaged", { contract: artifact });
    return { address, codeHash: deployment.codeHash, layout };
  });
  return {
    format: TRUST_FORMAT,
    networks: [
      {
        name: terms.name,
        registryId: network.registryId,
        chainId: network.chainId,
        genesisHash: network.genesisHash,
        contracts,
        headerRule: "ethereum",
        witnesses: { quorum: terms.quorum, keys: terms.witnesses },
        maxStatusAge: terms.maxStatusAge,
        mirrors: terms.mirrors,
        links: terms.links,
        documentAuthorities: terms.documentAuthorities.map(toBase64),
        sealAuthorities: terms.sealAuthorities.map(toBase64),
      },
    ],
  };
}
