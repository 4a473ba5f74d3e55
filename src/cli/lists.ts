import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { toBase64Url } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { isJsonObject } from "../domain/json-value.ts";
import type { Bundle } from "../proof/bundle.ts";
import type { ListFact } from "../proof/facts.ts";
import { MAX_LIST_BYTES, parseStatusList } from "../proof/parse-list.ts";
import { type ReadStatusList, STATUS_LIST_MEDIA_TYPE } from "../proof/status-list.ts";
import type { TrustedNetwork, TrustFile } from "../proof/trust.ts";
import { listVouchers } from "../proof/verify/list-sound.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

const TIMEOUT_MS = 10_000;
const LIST_URL = /\/v1\/status-lists\/([0-9a-f]{32})$/;

/** A list as it lies on disk or came over the network. */
interface Kept {
  readonly bytes: Uint8Array;
  readonly list: ReadStatusList;
}

/**
 * Status lists for one run of a command: each is asked for once at every mirror of the trust file, whole, whichever
 * certificates are judged by it. The newest that held is kept beside the trust file; offline nothing else is used.
 */
export class StatusLists {
  readonly #runtime: Pick<Runtime, "fetch">;
  readonly #trust: TrustFile;
  readonly #dir: string;
  readonly #offline: boolean;
  readonly #known = new Map<string, Promise<readonly ListFact[]>>();

  /** `path`: of the trust file. */
  constructor(runtime: Pick<Runtime, "fetch">, trust: TrustFile, path: string, offline: boolean) {
    this.#runtime = runtime;
    this.#trust = trust;
    this.#dir = join(dirname(path), "lists");
    this.#offline = offline;
  }

  /** What there is to know about the list that the bundle's certificate names. A mirror that fails is a fact, not an error. */
  of(bundle: Bundle): Promise<readonly ListFact[]> {
    const network = this.#trust.networks.find(({ registryId }) => registryId === bundle.registryId);
    const id = listIdOf(bundle);
    if (network === undefined || id === null) return Promise.resolve([]);
    const key = `${network.registryId}/${id}`;
    const known = this.#known.get(key) ?? this.#facts(network, id);
    this.#known.set(key, known);
    return known;
  }

  async #facts(network: TrustedNetwork, id: string): Promise<readonly ListFact[]> {
    const path = join(this.#dir, `${network.registryId.slice(2, 18)}-${id}.json`);
    const kept = await keptIn(path);
    const facts: ListFact[] = kept === null ? [] : [{ mirror: path, ok: true, list: kept.list }];
    if (this.#offline) return facts;
    for (const mirror of network.mirrors ?? []) {
      const answer = await this.#ask(mirror, id, kept);
      facts.push(answer.ok ? { mirror, ok: true, list: answer.list } : { mirror, ok: false, code: answer.code });
      if (answer.ok && answer.bytes !== kept?.bytes && this.#isBetter(network, id, answer.list, kept))
        await keep(path, answer.bytes);
    }
    return facts;
  }

  async #ask(
    mirror: string,
    id: string,
    kept: Kept | null,
  ): Promise<({ readonly ok: true } & Kept) | { readonly ok: false; readonly code: string }> {
    try {
      const response = await this.#runtime.fetch(`${mirror}/v1/status-lists/${id}/bundle`, {
        headers: { Accept: STATUS_LIST_MEDIA_TYPE, ...(kept === null ? {} : { "If-None-Match": etagOf(kept) }) },
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.status === 304 && kept !== null) return { ok: true, ...kept };
      if (!response.ok) throw new YinzhengError("list.unreachable", { status: response.status });
      const bytes = await bodyOf(response);
      return { ok: true, bytes, list: await parseStatusList(bytes) };
    } catch (error) {
      return { ok: false, code: isYinzhengError(error) ? error.code : "list.unreachable" };
    }
  }

  /** Only what holds is kept, if it is the list that was asked for, and nothing older than what is there. */
  #isBetter(network: TrustedNetwork, id: string, { file, view }: ReadStatusList, kept: Kept | null): boolean {
    if (view.id !== id || view.source.registryId !== network.registryId) return false;
    const newer = kept === null || view.source.block.number > kept.list.view.source.block.number;
    return newer && listVouchers(file, view, network, this.#trust) !== null;
  }
}

/** The list that the certificate names: only its id counts, never the host. null: none that we know how to ask for. */
function listIdOf({ representations }: Bundle): string | null {
  const status = representations[0]?.credential.credentialStatus;
  const entry: unknown = Array.isArray(status) ? status[1] : undefined;
  const url: unknown = isJsonObject(entry) ? entry.statusListCredential : undefined;
  return typeof url === "string" ? (LIST_URL.exec(url)?.[1] ?? null) : null;
}

/** The service's tag of the same bytes; a mirror that makes others sends the list again. */
const etagOf = ({ bytes }: Kept): string => `"${toBase64Url(sha256(bytes))}"`;

async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_LIST_BYTES) throw new YinzhengError("list.format", { expected: `at most ${MAX_LIST_BYTES} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** null where nothing is kept, or nothing that can be read any more. */
async function keptIn(path: string): Promise<Kept | null> {
  try {
    const bytes = await readFile(path);
    return { bytes, list: await parseStatusList(bytes) };
  } catch {
    return null;
  }
}

/** A folder that can't be written to costs another fetch next time, and nothing else. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, bytes);
  } catch {
    // Nothing is lost.
  }
}
