import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type { CertificateView, IssueRequest } from "../../src/service/service.ts";
import { type Ran, yzWith } from "../cli/yz.ts";
import { type Demo, LICENCE } from "./demo.ts";

export const OFFLINE = ["--offline", "--level", "archival"] as const;

/** A certificate as its issuer has it, and the file with its bundle. */
export interface Issued {
  readonly id: string;
  readonly file: string;
}

export const yz = yzWith();

/** A command that must succeed, in this process with the real engines; gives the view that it prints. */
export async function done(...args: readonly string[]): Promise<CertificateView> {
  const { code, stdout, stderr } = await yz(...args);
  expect({ code, stderr }, args.join(" ")).to.deep.equal({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}

/** The clerk drafts over HTTP, the maker approves in the maker's own signer, the issuer fetches the bundle. */
export async function issue(demo: Demo, file: string, fields: Pick<IssueRequest, "supersedes"> = {}): Promise<Issued> {
  const drafted = await demo.ask("/v1/certificates", { as: "approval-bureau-clerk", body: { ...LICENCE, ...fields } });
  expect(drafted.status, drafted.text).to.equal(202);
  const { id } = drafted.json() as unknown as CertificateView;
  const signer = ["--signer", demo.signer("approval-bureau-maker")];
  const { state } = await done("cert", "approve", id, ...demo.as("approval-bureau-maker"), ...signer);
  expect(state).to.equal("issued");
  return fetched(demo, { id, file: join(demo.dir, file) });
}

/** The bundle as the service gives it now, in its file. */
export async function fetched(demo: Demo, { id, file }: Issued): Promise<Issued> {
  const { status, text } = await demo.ask(`/v1/certificates/${id}/bundle`, { as: "approval-bureau-maker" });
  expect(status, text).to.equal(200);
  await writeFile(file, text);
  return { id, file };
}

/** The maker orders that the successor take the place of a certificate; the reason is the one that the successor gives. */
export async function supersede(demo: Demo, { id }: Issued, successor: Issued) {
  const signer = ["--signer", demo.signer("approval-bureau-maker")];
  return done("cert", "supersede", id, ...demo.as("approval-bureau-maker"), ...signer, "--successor", successor.id);
}

/** Suspends, resumes or revokes on the maker's order. */
export async function change(demo: Demo, verb: string, { id }: Issued, reason: string) {
  const signer = ["--signer", demo.signer("approval-bureau-maker")];
  return done("cert", verb, id, ...demo.as("approval-bureau-maker"), ...signer, "--reason", reason);
}

/** `yz verify FILE` with this demo's trust file, as JSON. */
export function verify({ trust }: Pick<Demo, "trust">, file: string, ...args: readonly string[]): Promise<Ran> {
  return yz("verify", file, "--trust", trust, "--json", ...args);
}

/** What `yz chain status` says. */
export async function chainStatus({ deployment, rpc }: Pick<Demo, "deployment" | "rpc">) {
  const { code, stdout, stderr } = await yzWith({ deployment })("chain", "status", "--rpc", rpc, "--json");
  expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}
