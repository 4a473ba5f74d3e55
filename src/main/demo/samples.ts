import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { canonicalize } from "../../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { TypeTable } from "../../domain/types/table.ts";
import type { SignedApproval } from "../../service/officers.ts";
import type { CertificateState, CertificateView, IssueRequest, Service } from "../../service/service.ts";
import { makerActs, somebodyOf } from "./maker.ts";
import { DEMO_MEMBERS, type DemoMember } from "./plan.ts";
import { DEMO_SAMPLES, type DemoSample } from "./sample-data.ts";

/** Together 30 seconds. */
const LOOKS = 300;
const PAUSE_MS = 100;

export interface Sample {
  readonly id: string;
  readonly path: string;
  /** Its document; null where there is none, in a folder that was founded before there were documents. */
  readonly document: string | null;
}

/** Issues each sample once, under dual control, and leaves its bundle and its document in `<dataDir>/demo`. */
export async function issueSamples(service: Service, dataDir: string, types: TypeTable): Promise<readonly Sample[]> {
  await mkdir(join(dataDir, "demo"), { recursive: true });
  // The example that is defined by a file alone can be taken away.
  const known = DEMO_SAMPLES.filter(({ request }) => types.find(request.type) !== undefined);
  return Promise.all(known.map((sample) => issueSample(service, dataDir, sample)));
}

async function issueSample(
  service: Service,
  dataDir: string,
  { member: name, years, file, request }: DemoSample,
): Promise<Sample> {
  const member = DEMO_MEMBERS.find(({ id }) => id === name);
  if (member === undefined) throw new YinzhengError("config.invalid", { member: name });
  const end = years === null ? {} : { validUntil: `${new Date().getUTCFullYear() + years}-12-31` };
  const id = await issued(service, dataDir, member, { ...request, ...end });
  const path = join(dataDir, "demo", file);
  const { text } = await service.bundle(somebodyOf(member), id);
  await replace(path, text);
  const pdf = await document(service, somebodyOf(member), id);
  if (pdf === null) return { id, path, document: null };
  const printed = path.replace(/\.json$/, ".pdf");
  await replace(printed, pdf);
  return { id, path, document: printed };
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.tmp`, content);
  await rename(`${path}.tmp`, path);
}

/** The certificate on paper. null: its member may not put documents on chain. Throws `chain.timeout`. */
async function document(service: Service, by: Principal, id: string): Promise<Uint8Array | null> {
  try {
    for (let look = 0; look < LOOKS; look++) {
      const answer = await service.document(by, id, { languages: "zh+en" });
      if (answer.state === "issued") return answer.file.bytes;
      await setTimeout(PAUSE_MS);
    }
  } catch (error) {
    if (isYinzhengError(error, "policy.scope")) return null;
    throw error;
  }
  throw new YinzhengError("chain.timeout", { id });
}

/** One key, one draft: a second start finds the sample of the first, also where that one was cut short. */
async function issued(service: Service, dataDir: string, member: DemoMember, request: IssueRequest): Promise<string> {
  const by = somebodyOf(member);
  const view = await service.issue(by, request, { idempotencyKey: `demo sample ${canonicalize({ ...request })}` });
  const approved = view.state === "awaiting_approval" ? await approve(service, by, dataDir, member, view) : view;
  await anchored(service, by, approved);
  return approved.id;
}

/** A sample that a start before had approved is on its way already. Throws `chain.timeout` where it doesn't arrive. */
async function anchored(service: Service, by: Principal, { id, state }: CertificateView): Promise<void> {
  let now: CertificateState = state;
  for (let look = 0; now === "anchoring" && look < LOOKS; look++) {
    await setTimeout(PAUSE_MS);
    now = (await service.certificate(by, id)).state;
  }
  if (now !== "issued") throw new YinzhengError("chain.timeout", { state: now });
}

async function approve(
  service: Service,
  by: Principal,
  dataDir: string,
  member: DemoMember,
  view: CertificateView,
): Promise<CertificateView> {
  const act = makerActs<SignedApproval>(dataDir, member, "/approve", { draft: view.draft });
  const { approval, officer, signature } = await act;
  return service.approve(by, view.id, { officer, approvedAt: approval.approvedAt, signature }, { waitMs: 30_000 });
}
