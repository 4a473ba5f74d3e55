import { randomBytes } from "node:crypto";
import { toBase64, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Hex, Seconds } from "../../src/domain/bytes.ts";
import { type Network, type PerRegistry, perRegistry, type RegistryName } from "../../src/domain/network.ts";
import type { TypeTable } from "../../src/domain/types/table.ts";
import type { Keys, Signer } from "../../src/keys/keys.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import type { Chain } from "../../src/ledger/embedded/chain.ts";
import { REGISTRY_ARTIFACTS } from "../../src/ledger/evm/artifacts.ts";
import { type Founding, found } from "../../src/ledger/evm/found.ts";
import { openEvmLedger } from "../../src/ledger/evm/ledger.ts";
import { accountSender } from "../../src/ledger/evm/sender.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { lazyDocuments } from "../../src/main/documents/lazy.ts";
import { TRUST_FORMAT, type TrustFile } from "../../src/proof/trust.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import type { DocumentMaking } from "../../src/service/deps.ts";
import type { Witness } from "../../src/service/officers.ts";
import { openWitness } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { Journal } from "../../src/store/store.ts";
import { testDocuments } from "../documents/sealed.ts";
import { AGENCIES, type Agency, addressOf, agencyOf, type Draft, draftAgency, memberInput } from "./agency.ts";
import { type Council, councilOf } from "./council.ts";
import { openSeals } from "./seals.ts";
import { openWorkshop, type TestWorkshop } from "./workshop.ts";

export { type Agency, addressOf, principal, served } from "./agency.ts";

/** Where certificates of the test world are looked up. */
export const PUBLIC_URL = "https://demo.yinzheng.example";
export const DAY: Seconds = 24 * 3600;
const START = Date.UTC(2026, 10, 23, 8);

/** Seconds that go when they are told to. */
export interface Clock {
  (): Seconds;
  ms(): number;
  advance(seconds: Seconds): void;
}

export function testClock(): Clock {
  let now = START;
  return Object.assign(() => Math.floor(now / 1000), {
    ms: () => now,
    advance: (seconds: Seconds) => {
      now += seconds * 1000;
    },
  });
}

/** One founded installation on a chain of its own: what is outside the service. */
export interface World {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly founding: Founding;
  readonly network: Network;
  readonly trust: TrustFile;
  readonly licences: Agency;
  readonly identities: Agency;
  readonly witness: Witness;
  /** With what the service makes documents; the fonts are read when the first is. */
  readonly documents: DocumentMaking;
  /** DER, of who certified the agencies' keys for documents. */
  readonly documentAuthority: Uint8Array;
  /** With what the service makes seals, and who vouches for them. */
  readonly workshop: TestWorkshop;
  readonly relayer: Signer;
  readonly council: Council;
  /** Keys of the council's three members. */
  readonly councilKeys: readonly Signer[];
  /** A ledger of its own, not started; over another chain's node if one is given. */
  ledger(rpc?: Rpc): Ledger;
  close(): Promise<void>;
}

const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

/** What a world can be built on instead: parts that outlive the process, and keys that are the same in the next one. */
export interface Ground {
  readonly clock: Clock;
  readonly chain: Chain;
  readonly random: (n: number) => Uint8Array;
  /** The journal of a signer or of the witness, by its name. */
  journal(party: string): Promise<Journal>;
  /** Holds the ceremony, or finds what it left. */
  founding(hold: () => Promise<Founding>): Promise<Founding>;
}

async function newGround(): Promise<Ground> {
  const clock = testClock();
  const chain = await openMemoryChain({ clock: clock.ms });
  return { clock, chain, random, journal: async () => openMemoryStore().journal, founding: (hold) => hold() };
}

/**
 * Founds an installation with two agencies and one witness. The service's own keys are made in `serviceKeys`; the
 * officers know the types that are defined in the code, or `definitions`.
 */
export async function openWorld(
  serviceKeys: Keys = memoryKeys({ random }),
  ground?: Ground,
  definitions?: TypeTable,
): Promise<World> {
  const { clock, chain, random, journal, founding: founded } = ground ?? (await newGround());
  const { rpc, chainId, genesisHash } = chain;
  const keys = memoryKeys({ random });
  const council = await Promise.all(
    ["a", "b", "c"].map((name) => keys.create(`council-${name}`, "secp256k1", "council")),
  );
  const deployer = await keys.create("deployer", "secp256k1", "transaction");
  const relayer = await serviceKeys.create("relayer", "secp256k1", "transaction");
  const drafts: Draft[] = [];
  const seals = await openSeals(keys);
  for (const agency of AGENCIES) drafts.push(await draftAgency(agency, serviceKeys, random, seals));
  const sender = accountSender({ rpc, signer: messageSigner(deployer), chainId });
  const members = drafts.map((draft) => memberInput(draft, clock()));
  const ceremony = { rpc, deployer: sender, council: council.map(messageSigner), chainId, genesisHash, members };
  const founding = await founded(() => found({ ...ceremony, random: random(32) }));
  const { network } = founding;
  const ledger = (node: Rpc = rpc): Ledger =>
    openEvmLedger({
      rpc: node,
      network,
      codeHashes: codeHashesOf(founding),
      relayer: messageSigner(relayer),
      clock: clock.ms,
      sleep: impatient,
    });
  const witness = await openWitness({
    name: "court",
    key: await keys.create("witness", "ed25519", "witness"),
    ledger: ledger(),
    journal: await journal("witness"),
    clock,
  });
  const workshop = await openWorkshop(clock);
  const trust = trustOf(founding, witness.vkey, [workshop.authority]);
  const documents = lazyDocuments(testDocuments);
  const judging = { documents, publicUrl: PUBLIC_URL, verifier: createVerifier(trust), witnessed: true };
  const agencies = drafts.map((draft) =>
    agencyOf(draft, { network, clock, journal, judging, seals: workshop, ...(definitions && { definitions }) }),
  );
  const [licences, identities] = await Promise.all(agencies);
  if (licences === undefined || identities === undefined) throw new Error("two agencies");
  return {
    clock,
    chain,
    founding,
    network,
    trust,
    documentAuthority: seals.authority,
    workshop,
    documents: { documents, signers: new Map(drafts.map(({ code, seal }) => [code, seal])) },
    licences,
    identities,
    witness: { name: "court", cosign: witness.cosign, cosignLists: witness.cosignLists },
    relayer,
    councilKeys: council,
    council: councilOf({ rpc, sender, founding, owners: council.map(messageSigner), clock }),
    ledger,
    close: () => chain.close(),
  };
}

const impatient = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const messageSigner = (signer: Signer) => ({
  address: addressOf(signer),
  sign: (message: Uint8Array) => signer.sign(message),
});

const deploymentOf = ({ deployments }: Founding, name: RegistryName) =>
  deployments.find(({ contract }) => contract === REGISTRY_ARTIFACTS[name]);

function codeHashesOf(founding: Founding): PerRegistry<Hex> {
  return perRegistry(founding.network.contracts, (_, name): Hex => deploymentOf(founding, name)?.codeHash ?? "0x");
}

/** A trust file with one network and one witness, and these authorities for seals. */
export function trustOf(founding: Founding, vkey: string, sealAuthorities: readonly Uint8Array[] = []): TrustFile {
  const { network } = founding;
  const contracts = perRegistry(network.contracts, (address, name) => {
    const { codeHash = "0x", layout = "" } = deploymentOf(founding, name) ?? {};
    return { address, codeHash, layout } as const;
  });
  const { registryId, chainId, genesisHash } = network;
  return {
    format: TRUST_FORMAT,
    networks: [
      {
        name: { zh: "测试网络", en: "Test network" },
        registryId,
        chainId,
        genesisHash,
        contracts,
        headerRule: "ethereum",
        witnesses: { quorum: 1, keys: [vkey] },
        maxStatusAge: 7 * DAY,
        ...(sealAuthorities.length === 0 ? {} : { sealAuthorities: sealAuthorities.map(toBase64) }),
      },
    ],
  };
}

export const hashOf = (text: string): Hex => toHex(sha256(utf8(text)));
