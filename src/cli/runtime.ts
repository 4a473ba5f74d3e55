import type { FileReading } from "../documents/read/file.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { Network, PerRegistry } from "../domain/network.ts";
import type { Keys, Signer } from "../keys/keys.ts";
import type { CouncilLedger } from "../ledger/council.ts";
import type { Block, Ledger, LogState } from "../ledger/ledger.ts";
import type { CouncilSeat } from "../service/council/own.ts";
import type { SignedReport } from "../service/officers.ts";
import type { BroughtSignature } from "../service/signing/requests.ts";
import type { AuditReport } from "../store/store.ts";

/** Where text goes: a stream's `write`. */
export interface Output {
  write(text: string): void;
  /** Columns of the terminal; undefined where it is none. */
  readonly columns?: number | undefined;
}

/** A long-running command: resolves with the exit code when it has stopped. */
export type Run = (options: {
  readonly dir: string;
  readonly port: number;
  readonly attached: boolean;
}) => Promise<number>;

/** The same over several folders of one kind of party, in one process; each has a port of its own, from `port` on. */
export type RunAll = (options: {
  readonly dirs: readonly string[];
  readonly port: number;
  readonly attached: boolean;
}) => Promise<number>;

/** Makes a witness's folder; gives its vkey. Throws `config.invalid`, `trust.file`. */
export type InitWitness = (options: {
  readonly dir: string;
  readonly name: string;
  readonly rpc: string;
  /** Path of a trust file. */
  readonly trust: string;
  readonly registryId?: Hex;
}) => Promise<string>;

/** Makes a council member's folder; gives the addresses of its two keys. Throws `config.invalid`. */
export type InitCouncil = (options: {
  readonly dir: string;
  /** Path of a council.json. */
  readonly council: string;
}) => Promise<{ readonly council: Hex; readonly sender: Hex }>;

/** Has an officer sign a report of a compromise, a new one or another's; gives it with all signatures. */
export type SignReport = (options: {
  readonly dir: string;
  readonly about: SignedReport | Pick<SignedReport["report"], "subject" | "since" | "officerEpoch">;
  readonly clock: () => Seconds;
}) => Promise<SignedReport>;

/** Has an officer's signer judge and sign a batch's request in a file, over its own folder; gives the signature's file. */
export type SignBatch = (options: {
  readonly dir: string;
  readonly file: string;
  readonly clock: () => Seconds;
}) => Promise<BroughtSignature & { readonly format: string }>;

/** What a chain says of itself. */
export interface ChainStatus {
  readonly chainId: number;
  readonly genesis: Block;
  readonly head: Block;
  /** Absent where no deployment is known. */
  readonly registryId?: Hex;
  readonly log?: Pick<LogState, "size" | "root">;
}

/** Everything a command needs from the world; main.ts gives the real one and is alone to know the engines. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whole seconds; YZ_NOW simulates it. */
  readonly clock: () => Seconds;
  readonly fetch: typeof fetch;
  /** Resolves after so many seconds. */
  pause(seconds: number): Promise<void>;
  /** A ledger that reads from the node at `url` and sends nothing. Throws `chain.unreachable`, `chain.mismatch`. */
  openNode(url: string, network: Network, codeHashes: PerRegistry<Hex>): Promise<Ledger>;
  /** The same, and sends in the name of `key`, which has no authority. */
  openRelay(
    url: string,
    network: Network,
    codeHashes: PerRegistry<Hex>,
    key: Signer & { readonly address: Hex },
  ): Promise<Ledger>;
  chainStatus(url: string): Promise<ChainStatus>;
  /** The council's side of the chain behind a node. Throws `chain.unreachable`, `chain.mismatch`. */
  openCouncil(url: string, seat: CouncilSeat): Promise<CouncilLedger>;
  /** The keystore in a party's folder, opened by that party's passphrase. Throws keys.*, config.invalid. */
  openKeys(dir: string): Promise<Keys>;
  /** Reads a file of a stranger, in a thread that may die of it. */
  readDocument(bytes: Uint8Array): Promise<FileReading>;
  /** Asks at the terminal for a line; null where there is none. */
  ask(question: string): Promise<string | null>;
  /** What is piped in, to its end; at most so much as a code can have. */
  readInput(): Promise<string>;
  /** Walks the journal of the store in `dir`. */
  audit(dir: string): Promise<AuditReport>;
  /** Script and style sheet of the verify page in one file, as vite built them. */
  offlineParts(): Promise<{ readonly script: string; readonly style: string }>;
  /** The service with all that its profile starts; resolves when it has been stopped. */
  serve(options: { readonly config?: string; readonly port?: number; readonly attached: boolean }): Promise<number>;
  readonly runChain: Run;
  readonly runSigner: RunAll;
  readonly signBatch: SignBatch;
  readonly signReport: SignReport;
  readonly runWitness: Run;
  readonly initWitness: InitWitness;
  readonly initCouncil: InitCouncil;
}
