import type { Seconds } from "../../domain/bytes.ts";
import { MAX_CODE_CHARACTERS, OFFLINE_PREFIX } from "../../proof/codes.ts";
import { readCompact } from "../../proof/compact.ts";
import { judgeCode, type OfflinePolicy } from "../../proof/judge-code.ts";
import type { ReadSnapshot } from "../../proof/open-snapshot.ts";
import type { TrustFile } from "../../proof/trust.ts";
import { chainOf, contentOf } from "./content.ts";
import type { Outcome } from "./outcome.ts";

/** The offline code that these bytes are the text of, or null. */
export function codeIn(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_CODE_CHARACTERS) return null;
  const text = new TextDecoder().decode(bytes).trim();
  return text.startsWith(OFFLINE_PREFIX) ? text : null;
}

/** Judges an offline code on this device. Throws `qr.format`. */
export function judgeOffline(
  text: string,
  snapshot: ReadSnapshot | null,
  trust: TrustFile,
  policy: OfflinePolicy,
  now: Seconds,
): Outcome {
  if (snapshot === null) return { kind: "code-fault", fault: "snapshot", shows: "" };
  const report = judgeCode(text, snapshot, trust, policy, now);
  const read = readCompact(text, snapshot.file);
  if (!read.ok) return { kind: "report", report, content: null, chain: null };
  const { representation, types, manifest, batch } = read.certificate;
  const content = contentOf({ representations: [representation], types });
  const chain = chainOf({ manifest, anchor: batch.anchor, log: snapshot.file.log });
  return { kind: "report", report, content, chain };
}
