import { readFile } from "node:fs/promises";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import { OFFLINE_PREFIX, type ReadCode, readCode } from "../proof/codes.ts";
import { readCompact } from "../proof/compact.ts";
import { judgeCode, type OfflinePolicy } from "../proof/judge-code.ts";
import { linkOrigins } from "../proof/link.ts";
import type { TrustFile } from "../proof/trust.ts";
import { EXIT, exitOf } from "./exit.ts";
import { fieldsText } from "./fields-text.ts";
import { errorJson, errorText, json, languageOf } from "./output.ts";
import { reportText } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";
import { snapshotIn } from "./snapshot.ts";
import { readTrust, trustPath } from "./trust.ts";
import { policyOf, type VerifyOptions } from "./verify.ts";

export interface CodeOptions extends VerifyOptions {
  /** The text itself, a file with it, or `-` for standard input. */
  readonly code: string;
  readonly snapshot?: string;
}

const WEB = /^https?:/i;

/**
 * `yz verify --code`: judges a scanned code here, by the local trust file and a snapshot; no machine is asked. A link is read
 * and not opened: it is no proof of anything, so indeterminate.
 */
export async function verifyCode(runtime: Runtime, files: readonly string[], options: CodeOptions): Promise<number> {
  if (files.length > 0) throw new YinzhengError("config.invalid", { option: "--code", expected: "a code, or files" });
  const policy = offlinePolicy(options);
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const code = readCode(await textOf(runtime, options.code), linkOrigins(trust));
  if (code.kind !== "offline") return tellOther(runtime, code, options);
  try {
    const snapshot = await snapshotOf(options, trust);
    const report = judgeCode(code.text, snapshot, trust, policy, runtime.clock());
    const read = readCompact(code.text, snapshot.file);
    const certificate = read.ok && report.verdict !== "invalid" ? read.certificate : null;
    const language = languageOf(runtime.env, options.lang);
    const fields = certificate === null ? "" : fieldsText(certificate, language);
    const { credential = null } = certificate?.representation ?? {};
    runtime.stdout.write(
      options.json
        ? json({ code: code.text, ...report, credential })
        : `${reportText(report, language, OFFLINE_PREFIX)}\n${fields}`,
    );
    return exitOf([report.verdict]);
  } catch (error) {
    if (isYinzhengError(error, "qr.format")) return tellFault(runtime, error, options);
    throw error;
  }
}

function offlinePolicy(options: CodeOptions): OfflinePolicy {
  const policy = policyOf(options);
  const { level } = policy;
  if (level !== "online") return { ...policy, level };
  throw new YinzhengError("config.invalid", { option: "--level", expected: "snapshot or archival, for a code" });
}

async function snapshotOf({ snapshot }: CodeOptions, trust: TrustFile) {
  if (snapshot === undefined)
    throw new YinzhengError("config.invalid", { option: "--snapshot", expected: "a snapshot; see yz trust snapshot" });
  return snapshotIn(snapshot, trust);
}

/** Scanners end a text with a line feed; it is none of the code. */
async function textOf({ readInput }: Runtime, given: string): Promise<string> {
  if (given.startsWith(OFFLINE_PREFIX) || WEB.test(given)) return given;
  const text =
    given === "-"
      ? await readInput()
      : await readFile(given, "utf8").catch((cause: unknown) => {
          throw new YinzhengError(
            "config.invalid",
            { path: given, expected: "the text of a code, a file with it, or -" },
            cause,
          );
        });
  return text.replace(/\r?\n$/, "");
}

function tellOther(runtime: Runtime, code: Exclude<ReadCode, { kind: "offline" }>, options: CodeOptions): number {
  if (code.kind !== "link") return tellFault(runtime, faultOf(code), options);
  const { origin, identifier } = code;
  const words = say(languageOf(runtime.env, options.lang), "code.link", { origin, id: identifier });
  runtime.stdout.write(options.json ? json({ verdict: "indeterminate", link: { origin, identifier } }) : `${words}\n`);
  return EXIT.indeterminate;
}

function faultOf(code: Exclude<ReadCode, { kind: "offline" | "link" }>): YinzhengError {
  if (code.kind === "refused") return new YinzhengError(code.code);
  const live = code.kind === "live";
  return new YinzhengError(
    "qr.format",
    live ? { expected: "an offline code; a live one is redeemed by yz code redeem" } : {},
  );
}

function tellFault(runtime: Runtime, error: YinzhengError, options: CodeOptions): number {
  const language = languageOf(runtime.env, options.lang);
  runtime.stdout.write(
    options.json ? json({ verdict: "invalid", error: errorJson(error) }) : errorText(error, language),
  );
  return EXIT.invalid;
}
