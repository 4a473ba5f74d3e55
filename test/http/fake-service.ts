import { throwIssues, YinzhengError } from "../../src/domain/errors.ts";
import { buildIdentifier } from "../../src/domain/identifier.ts";
import type { MemberProfile } from "../../src/domain/member.ts";
import type { Principal } from "../../src/domain/principal.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import { validateSubject } from "../../src/domain/types/validate.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import type {
  CertificateView,
  ClaimView,
  DocumentAnswer,
  Instant,
  KeptAnswer,
  SentFile,
  Service,
  StatusListFile,
} from "../../src/service/service.ts";
import { fakeBatches } from "./fake-batches.ts";
import { fakeCodes } from "./fake-codes.ts";
import { fakeCopies, fakeSharing } from "./fake-copies.ts";
import { fakeLog } from "./fake-log.ts";
import { fakePlates } from "./fake-plates.ts";
import { fakeSeals } from "./fake-seals.ts";
import { fakeSigning } from "./fake-signing.ts";

/** What time it is there: 2025-11-23, a quarter past eight in the evening in Shanghai. */
const NOW = 1_763_900_000;
export const KEYS = { clerk: "yz_demo_clerk", other: "yz_demo_other" };
export const hex = <const N extends number>(bytes: N, digit = "a"): `0x${string}` => `0x${digit.repeat(2 * bytes)}`;

const MEMBER_ID = hex(32, "1");
const PRINCIPALS: Readonly<Record<string, Principal>> = {
  [KEYS.clerk]: {
    tenant: "agency",
    subject: "clerk-1",
    roles: ["clerk", "maker"],
    via: "api-key",
    memberId: MEMBER_ID,
  },
  [KEYS.other]: { tenant: "bank", subject: "teller-1", roles: ["verifier"], via: "api-key", memberId: hex(32, "2") },
};
export const PROFILE: MemberProfile = {
  format: "yinzheng-member/1",
  code: "11430000006122244L",
  names: { zh: "示例市行政审批服务局", en: "Example City Approval Service" },
  issuer: "did:web:localhost:members:11430000006122244L",
};
export const NOTE = `yinzheng/${"5f".repeat(32)}\n42\n${Buffer.alloc(32, 7).toString("base64")}\nblock 9 0x${"ab".repeat(32)}\n\n— witness.example ${Buffer.alloc(76, 3).toString("base64")}\n`;

const REPORT: Report = {
  verdict: "valid",
  level: "online",
  asOf: { block: 9, known: 1_763_900_000, time: 1_763_900_000 },
  trust: hex(32, "c"),
  vouchedBy: ["demo-witness"],
  certificate: null,
  checks: [],
};

export const CLAIM: ClaimView = {
  certificate: "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  type: BUSINESS_LICENCE.code,
  nullifier: hex(20, "5"),
  commitment: hex(32, "6"),
  opening: { memberId: hex(32, "2"), random: hex(32, "7") },
  state: "made",
  orderedAt: 1_763_900_002,
  block: 11,
  time: 1_763_900_003,
};

/** What a test may change, and what it may look at. */
export interface Fake extends Service {
  /** Every verb that was called, in order. */
  readonly calls: string[];
  readonly policies: (Partial<Policy> | undefined)[];
  readonly files: SentFile[];
  /** Thrown by the next verb. */
  fail: Error | undefined;
  /** Awaited by issue. */
  gate: Promise<void>;
  /** To whoever asks for a document. */
  answer: DocumentAnswer;
  etag: string;
  ready: boolean;
}

/**
 * A stand-in for the service, in memory: it lets these tests look at routes, problems and headers alone. The real
 * service behind the same routes is tested in test/e2e.
 */
export const LIST: StatusListFile = {
  id: "ab".repeat(16),
  memberId: MEMBER_ID,
  typeId: hex(32, "4"),
  block: 9,
  time: 1_763_900_000,
  text: '{"format":"yinzheng-status-list/1"}',
  credential: '{"type":["VerifiableCredential","BitstringStatusListCredential"]}',
  etag: '"list-9"',
};

export function fakeService(): Fake {
  const certificates = new Map<string, CertificateView>();
  const answers = new Map<string, { digest: string; answer: KeptAnswer }>();
  const slot = (by: Principal, key: string): string => JSON.stringify([by.tenant, by.subject, key]);
  const begin = (verb: string): void => {
    fake.calls.push(verb);
    const { fail } = fake;
    fake.fail = undefined;
    if (fail !== undefined) throw fail;
  };
  const own = (by: Principal, id: string): CertificateView => {
    const view = certificates.get(id);
    if (view === undefined || by.tenant !== "agency") throw new YinzhengError("http.not_found");
    return view;
  };
  const put = (view: CertificateView): CertificateView => {
    certificates.set(view.id, view);
    return view;
  };
  const fake: Fake = {
    calls: [],
    policies: [],
    files: [],
    fail: undefined,
    gate: Promise.resolve(),
    answer: { state: "sealing" },
    etag: "evidence-9",
    ready: true,
    signing: fakeSigning(begin),
    codes: fakeCodes(begin),
    plates: fakePlates(begin),
    seals: fakeSeals(begin),
    copies: fakeCopies(begin, () => fake.answer),
    sharing: fakeSharing(begin),
    reportCompromise: async () => {
      begin("report");
      return { block: 12, time: 1_763_900_004 };
    },
    issue: async (_by, { type, subject }) => {
      begin("issue");
      await fake.gate;
      if (type !== BUSINESS_LICENCE.code) throw new YinzhengError("policy.type_unknown", { pointer: "/type" });
      const result = validateSubject(BUSINESS_LICENCE, subject, { pointer: "/subject" });
      if (!result.ok) throwIssues(result.issues);
      return put(draftOf(certificates.size + 1, subject));
    },
    approve: async (by, id) => {
      begin("approve");
      const cell = { memberId: MEMBER_ID, batchId: hex(32, "3"), index: 5 };
      return put({ ...own(by, id), state: "issued", status: "active", cell, statusHead: hex(32, "0") });
    },
    unmask: async (by, id) => {
      begin("unmask");
      return { ...own(by, id), masked: false };
    },
    returnDraft: async (by, id, reason) => {
      begin("return");
      return put({ ...own(by, id), state: "returned", returned: { reason, at: 1_763_900_001 } });
    },
    changeStatus: async (by, id, { to }) => {
      begin(`to ${to}`);
      own(by, id);
      return { id, status: to, block: 10, time: 1_763_900_002 };
    },
    certificate: async (by, id, asked) => {
      begin("certificate");
      const found = certificates.get(id);
      if (found === undefined) throw new YinzhengError("http.not_found");
      const view = asked === undefined ? found : asOf(found, asked);
      if (by.tenant === "agency") return view;
      const { type, issuer, state, status } = view;
      return { id, type, issuer, state, status, ...(view.asOf === undefined ? {} : { asOf: view.asOf }) };
    },
    certificates: async (by, { state }, { after, limit = 50 }) => {
      begin("certificates");
      if (by.via === "anonymous") throw new YinzhengError("auth.missing");
      const all = [...certificates.values()].filter((view) => state === undefined || view.state === state);
      const start = Number(after ?? 0);
      const items = all.slice(start, start + limit);
      return start + limit < all.length ? { items, next: String(start + limit) } : { items };
    },
    bundle: async (by, id) => {
      begin("bundle");
      own(by, id);
      return { text: '{"format":"yinzheng-bundle/1"}', etag: fake.etag, levels: ["online", "snapshot"] };
    },
    document: async (by, id, { languages, carrier }) => {
      begin(carrier === undefined ? `document ${languages}` : `document ${languages} ${carrier}`);
      own(by, id);
      return fake.answer;
    },
    claim: async (by, bundle) => {
      begin("claim");
      if (by.tenant !== "bank") throw new YinzhengError("auth.forbidden");
      if (bundle.format !== "yinzheng-bundle/1") throw new YinzhengError("bundle.format", { pointer: "/format" });
      return CLAIM;
    },
    claims: async (_by, { after }) => {
      begin("claims");
      return after === undefined ? { items: [CLAIM], next: "c2" } : { items: [] };
    },
    batches: fakeBatches(begin),
    verify: async (_by, _bytes, policy) => {
      begin("verify");
      fake.policies.push(policy);
      return REPORT;
    },
    verifyFile: async (_by, file, policy) => {
      begin("verifyFile");
      fake.policies.push(policy);
      fake.files.push(file);
      return REPORT;
    },
    members: async () => {
      begin("members");
      return [
        {
          memberId: MEMBER_ID,
          profile: PROFILE,
          types: [BUSINESS_LICENCE.code],
          frozen: false,
          officerEpoch: 1,
          closed: false,
          successor: null,
        },
      ];
    },
    didDocument: async (code) => {
      begin("did");
      if (code !== PROFILE.code) throw new YinzhengError("http.not_found");
      const context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"];
      return { "@context": context, id: PROFILE.issuer, verificationMethod: [], assertionMethod: [] };
    },
    checkpoint: async () => {
      begin("checkpoint");
      return NOTE;
    },
    log: fakeLog(),
    statusLists: async () => {
      begin("lists");
      const { id, memberId, typeId, block, time } = LIST;
      return [{ id, memberId, typeId, block, time }];
    },
    statusList: async (id, block) => {
      begin("list");
      if (id !== LIST.id || (block ?? LIST.block) !== LIST.block) throw new YinzhengError("http.not_found");
      return LIST;
    },
    snapshot: async ({ member = [] }) => {
      begin("snapshot");
      if (member.some((code) => code !== PROFILE.code)) throw new YinzhengError("http.not_found");
      return { text: '{"format":"yinzheng-snapshot/1"}', etag: '"snapshot-9"', block: 9, time: 1_763_900_000 };
    },
    readiness: async () => {
      begin("readiness");
      return {
        ready: fake.ready,
        chain: fake.ready ? { reachable: true, block: 9, time: 1_763_900_000 } : { reachable: false },
        journal: { seq: 3 },
        signers: [{ member: MEMBER_ID, name: "maker", reachable: true }],
      };
    },
    kept: async (by, key, digest) => {
      const found = answers.get(slot(by, key));
      if (found !== undefined && found.digest !== digest) throw new YinzhengError("http.idempotency_key_reused");
      return found?.answer ?? null;
    },
    keep: async (by, key, digest, answer) => {
      answers.set(slot(by, key), { digest, answer });
    },
    authenticate: async (apiKey) => PRINCIPALS[apiKey] ?? null,
    close: async () => {},
  };
  return fake;
}

export function idOf(count: number): string {
  const serial = `2026${String(count).padStart(16, "0")}`;
  return buildIdentifier({ typeCode: BUSINESS_LICENCE.code, issuerCode: PROFILE.code, serial, version: 1 });
}

/** Suspended since NOW, which is today. */
function asOf(view: CertificateView, { time, dayStart }: Instant): CertificateView {
  if ((dayStart ?? time) > NOW)
    throw new YinzhengError("schema.value", { pointer: "/asOf", expected: "an instant that has come" });
  const at = Math.min(time, NOW);
  const state = at < NOW ? "before_anchor" : "suspended";
  const since = state === "suspended" ? NOW : null;
  const day = dayStart === undefined ? {} : { changedThatDay: since !== null };
  const standing = { time: at, anchoredAt: NOW, state, since, reason: null, ...day } as const;
  return { ...view, status: state === "suspended" ? state : null, asOf: standing };
}

function draftOf(count: number, draft: CertificateView["draft"]): CertificateView {
  return {
    id: idOf(count),
    type: { code: BUSINESS_LICENCE.code, names: BUSINESS_LICENCE.names },
    issuer: PROFILE,
    state: "awaiting_approval",
    status: null,
    draft,
    masked: true,
    draftDigest: hex(32, "d"),
    draftedAt: 1_763_900_000,
    cell: null,
    statusHead: null,
  };
}
