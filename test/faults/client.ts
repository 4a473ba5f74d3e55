import { setTimeout } from "node:timers/promises";
import { toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { type OpenedDocument, openDocument } from "../../src/documents/read/judge.ts";
import { readDocument } from "../../src/documents/read/read.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { CELL_STATES, type CellState, STATUS_REASONS, type StatusReason } from "../../src/domain/status.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { MEDICAL_BILL } from "../../src/domain/types/medical-bill.ts";
import type { CertificateView, ClaimView } from "../../src/service/service.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { BILL } from "../service/bill.ts";
import { LICENCE } from "../service/harness.ts";
import { API_KEY, type Life, OFFICER_TOKEN } from "./life.ts";

/** The service does not answer any more. */
class Gone extends Error {}

const VERBS = {
  suspend: { to: "suspended", reason: "investigation" },
  resume: { to: "active", reason: "lifted" },
  revoke: { to: "revoked", reason: "cancelled" },
} as const satisfies Record<string, { to: CellState; reason: StatusReason }>;
type Verb = keyof typeof VERBS;

/** A request that must have an answer: the same bytes under the same Idempotency-Key until it has one. */
interface Intention {
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

/** One certificate that somebody wants, how far it has come, and what was acknowledged of it. */
export interface Wanted {
  /** No two have the same. */
  readonly name: string;
  readonly changes: readonly Verb[];
  id: string | null;
  issued: boolean;
  /** Changes acknowledged, of `changes`. */
  changed: number;
  /** Wanted on paper too. */
  readonly printed: boolean;
  /** Digest of its sealed document, once that was handed out. */
  document: Hex | null;
  /** A medical bill, which is used once. */
  readonly bill: boolean;
  /** Commitment of its claim, once that is acknowledged. */
  claim: string | null;
  pending: Intention | null;
}

const PLANS: readonly (readonly Verb[])[] = [["revoke"], [], ["suspend", "resume"], ["suspend", "revoke"]];
/** The plan of medical bills, and of those that are wanted on paper. */
const BILLS = 1;
const PRINTED = 2;
const LANES = 3;
const MOST_PER_LANE = 8;

/** An agency's own system: it outlives the service, repeats what was not answered, and remembers what was. */
export class Client {
  readonly wanted: Wanted[] = [];
  #count = 0;

  /** Wants one certificate after another, in several lanes at once, until the service is gone. */
  async work(life: Life): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let i = 0; i < MOST_PER_LANE; i++) await this.#advance(life, this.#want());
    };
    await Promise.all(Array.from({ length: LANES }, () => untilGone(lane())));
  }

  /** Brings everything that was begun to its end. */
  async finish(life: Life): Promise<void> {
    await Promise.all(this.wanted.map((one) => this.#advance(life, one)));
  }

  #want(): Wanted {
    const plan = ++this.#count % PLANS.length;
    const bill = plan === BILLS;
    const name = bill ? String(this.#count).padStart(10, "0") : `示例商店 ${this.#count} 号`;
    const changes = PLANS[plan] ?? [];
    const nothing = { id: null, issued: false, document: null, changed: 0, claim: null, pending: null };
    const one: Wanted = { name, changes, bill, printed: plan === PRINTED, ...nothing };
    this.wanted.push(one);
    return one;
  }

  async #advance(life: Life, one: Wanted): Promise<void> {
    if (one.id === null) {
      one.pending ??= intention("/v1/certificates", requestOf(one));
      one.id = String((await this.#answer(life, one)).id);
    }
    if (!one.issued) {
      const { draft } = await unmasked(life, one.id);
      one.pending ??= intention(`/v1/certificates/${one.id}/approve`, await approval(life, draft));
      const { state } = await this.#answer(life, one);
      if (state !== "issued") throw new Error(`expected an issued certificate, got ${state}`);
      one.issued = true;
    }
    if (one.printed) one.document ??= digestOf((await documentOf(life, one.id)).sealed);
    while (one.changed < one.changes.length) await this.#change(life, one, one.id);
    if (!one.bill || one.claim !== null) return;
    one.pending ??= intention("/v1/claims", await bundle(life, one.id));
    one.claim = String((await this.#answer(life, one)).commitment);
  }

  async #change(life: Life, one: Wanted, id: string): Promise<void> {
    const verb = one.changes[one.changed] ?? "revoke";
    one.pending ??= intention(`/v1/certificates/${id}/${verb}`, await order(life, id, verb));
    try {
      await this.#answer(life, one);
    } catch (error) {
      // Another change of the batch came first: this order will never be carried out, and a new one is needed.
      if (!(error instanceof Refused) || error.code !== "conflict.order_stale") throw error;
      one.pending = null;
      return;
    }
    one.changed += 1;
  }

  /** The answer to the pending intention, which is then no more. */
  async #answer(life: Life, one: Wanted): Promise<JsonObject> {
    if (one.pending === null) throw new Error("nothing is pending");
    const { path, key, body } = one.pending;
    const answer = await ask(new URL(path, life.service), API_KEY, { body, key });
    one.pending = null;
    return answer;
  }
}

const requestOf = ({ bill, name }: Wanted): JsonObject =>
  bill
    ? { type: MEDICAL_BILL.code, subject: { ...BILL, billNumber: name } }
    : { type: BUSINESS_LICENCE.code, subject: { ...LICENCE, name } };

class Refused extends Error {
  readonly code: string;

  constructor(code: string, path: string) {
    super(`${path}: ${code}`);
    this.code = code;
  }
}

let keys = 0;

const intention = (path: string, body: JsonObject): Intention => ({
  path,
  key: `intention-${++keys}`,
  body: JSON.stringify(body),
});

async function untilGone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
  }
}

async function ask(
  url: URL,
  token: string,
  write?: { readonly body: string; readonly key?: string },
): Promise<JsonObject> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(write === undefined ? {} : { "content-type": "application/json" }),
    ...(write?.key === undefined ? {} : { "idempotency-key": write.key }),
  };
  const init = write === undefined ? { headers } : { headers, method: "POST", body: write.body };
  const { ok, text } = await fetch(url, init)
    .then(
      async (response) => ({ ok: response.ok, text: await response.text() }),
      (cause: unknown) => Promise.reject(new Gone(url.pathname, { cause })),
    )
    .catch((cause: unknown) => Promise.reject(new Gone(url.pathname, { cause })));
  const answer: JsonObject = JSON.parse(text);
  if (!ok) throw new Refused(String(answer.code), url.pathname);
  return answer;
}

/** The certificate as its issuer sees it. */
export async function view(life: Life, id: string): Promise<CertificateView> {
  return (await ask(new URL(`/v1/certificates/${id}`, life.service), API_KEY)) as unknown as CertificateView;
}

/** The certificate with every name, which a maker reads before approving. */
export async function unmasked(life: Life, id: string): Promise<CertificateView> {
  const url = new URL(`/v1/certificates/${id}/unmask`, life.service);
  return (await ask(url, API_KEY, { body: JSON.stringify({ reason: "审批" }) })) as unknown as CertificateView;
}

/** The document, as soon as it is there. */
export async function documentOf(life: Life, id: string): Promise<OpenedFile> {
  const url = new URL(`/v1/certificates/${id}.pdf`, life.service);
  for (;;) {
    const { status, bytes } = await fetch(url, { headers: { authorization: `Bearer ${API_KEY}` } })
      .then(async (response) => ({ status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }))
      .catch((cause: unknown) => Promise.reject(new Gone(url.pathname, { cause })));
    if (status === 200) return openedFile(bytes);
    if (status !== 202) throw new Refused(String(JSON.parse(Buffer.from(bytes).toString()).code), url.pathname);
    await setTimeout(PACE_MS);
  }
}

/** How often another process is asked whether it is ready. */
const PACE_MS = 50;

export interface OpenedFile {
  readonly sealed: Uint8Array;
  readonly opened: OpenedDocument;
}

async function openedFile(bytes: Uint8Array): Promise<OpenedFile> {
  const reading = await readDocument(bytes);
  if ("fault" in reading) throw new Error(reading.fault);
  return { sealed: bytes.subarray(0, reading.length), opened: openDocument(bytes, reading) };
}

export const digestOf = (bytes: Uint8Array): Hex => toHex(sha256(bytes));

async function bundle(life: Life, id: string): Promise<JsonObject> {
  return ask(new URL(`/v1/certificates/${id}/bundle`, life.service), API_KEY);
}

/** Commitments of the claims that were made, each as often as the service has it. */
export async function claims(life: Life): Promise<readonly string[]> {
  const { items } = await ask(new URL("/v1/claims?limit=200", life.service), API_KEY);
  return (items as unknown as ClaimView[]).filter(({ state }) => state === "made").map(({ commitment }) => commitment);
}

/** Everything that the service has for the bureau. */
export async function list(life: Life): Promise<readonly CertificateView[]> {
  const items: CertificateView[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const url = new URL(`/v1/certificates?limit=50${after === "" ? "" : `&after=${after}`}`, life.service);
    const page = (await ask(url, API_KEY)) as unknown as { items: CertificateView[]; next?: string };
    items.push(...page.items);
    after = page.next ?? null;
  }
  return items;
}

/** A maker's own act, in the maker's own signer. */
async function approval(life: Life, draft: JsonObject): Promise<JsonObject> {
  const signed = await ask(new URL("/approve", life.maker), OFFICER_TOKEN, { body: JSON.stringify({ draft }) });
  const { approvedAt } = Object(signed.approval);
  return { officer: String(signed.officer), approvedAt, signature: String(signed.signature) };
}

async function order(life: Life, id: string, verb: Verb): Promise<JsonObject> {
  const { cell, statusHead } = await view(life, id);
  const { to, reason } = VERBS[verb];
  const wanted = {
    ...cell,
    to: CELL_STATES.indexOf(to),
    reason: STATUS_REASONS[reason],
    successor: NO_CELL,
    expectedHead: statusHead,
    orderedAt: Math.floor(Date.now() / 1000),
  };
  const signed = await ask(new URL("/order", life.maker), OFFICER_TOKEN, { body: JSON.stringify(wanted) });
  const { officer, signature } = signed as { officer: string; signature: string };
  return { reason, order: { officer, orderedAt: wanted.orderedAt, expectedHead: statusHead ?? "", signature } };
}

/** The state that a certificate must be in once everything wanted of it is done. */
export function finalState({ changes }: Wanted): CellState {
  const last = changes.at(-1);
  return last === undefined ? "active" : VERBS[last].to;
}
