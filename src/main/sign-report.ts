import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SignReport } from "../cli/runtime.ts";
import { SIGNING_WINDOW } from "../domain/anchor.ts";
import type { CompromiseReport } from "../domain/compromise.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { officerSignature } from "../http/schemas/officers.ts";
import { memberIdOf } from "../proof/ids.ts";
import { ownSecret } from "./own.ts";
import { openOfficer, readSignerConfig } from "./signer.ts";
import { Closing } from "./stop.ts";

/** How far the chain's clock may be behind ours, in seconds. */
const SKEW = 300;

/**
 * `yz signer report`: an officer signs, by the signer that runs over the folder, or, where none does, by the folder itself.
 * The report is the member's own and good for 24 hours, unless it is another officer's, to which this signature is added.
 */
export const signReport: SignReport = async ({ dir, about, clock }) => {
  const { profile } = await readSignerConfig(dir);
  const report: CompromiseReport =
    "report" in about
      ? about.report
      : {
          memberId: memberIdOf(profile.code),
          ...about,
          notBefore: clock() - SKEW,
          deadline: clock() - SKEW + SIGNING_WINDOW,
        };
  const before = "report" in about ? about.signatures : [];
  const signature = await signedHere(dir, report, clock).catch((error: unknown) => {
    if (!isYinzhengError(error, "store.locked")) throw error;
    return signedByRunning(dir, report);
  });
  const others = before.filter(({ signer }) => signer !== signature.signer);
  return { report, signatures: [...others, signature].sort((a, b) => (a.signer < b.signer ? -1 : 1)) };
};

async function signedHere(dir: string, report: CompromiseReport, clock: () => number) {
  const closing = new Closing();
  try {
    return await (await openOfficer(dir, closing, clock)).report(report);
  } finally {
    await closing.close();
  }
}

async function signedByRunning(dir: string, report: CompromiseReport) {
  const url = (await readFile(join(dir, "endpoint"), "utf8")).trim();
  const authorization = `Bearer ${await ownSecret(dir, "officer.token")}`;
  const headers = { "content-type": "application/json", authorization };
  const response = await fetch(new URL("/report", url), { method: "POST", headers, body: JSON.stringify(report) });
  if (!response.ok) throw new YinzhengError("signer.refused", { status: response.status });
  return officerSignature.parse(await response.json());
}
