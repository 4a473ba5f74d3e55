import type { Seconds } from "../domain/bytes.ts";
import type { Bundle } from "./bundle.ts";
import type { Facts } from "./facts.ts";
import { parseBundle } from "./parse.ts";
import type { Policy } from "./policy.ts";
import { Pool } from "./pool.ts";
import type { Report } from "./report.ts";
import { seal } from "./sealed.ts";
import { type Filled, fill, hintFor, hintOf, type Template, templateOf } from "./template.ts";
import type { TrustFile } from "./trust.ts";
import { verify } from "./verify.ts";

/** Judges many certificates against one trust file. What they have in common, byte for byte, is judged once. */
export interface Verifier {
  /** As `parseBundle`, and throws what it throws. */
  parse(bytes: Uint8Array): Bundle;
  /** As `verify`: the same report. */
  verify(bundle: Bundle, facts: Facts, policy: Policy, now: Seconds): Report;
  /** As `parse` and `verify` in one, and faster: nobody sees the bundle between the two, so its bytes need not be made again. */
  judge(bytes: Uint8Array, facts: Facts, policy: Policy, now: Seconds): Report;
}

/** Batches, or 128 cells of a larger one, whose texts are known at a time: one of 2^15 cells, or many smaller ones. */
const MAX_TEMPLATES = 256;

/**
 * A verifier that remembers what it found about evidence, signatures of officers and witnesses, type definitions and the
 * like. Only equal bytes under this trust file are taken for the same, so no bundle gains from what another holds; what
 * is remembered is bounded, and nothing in a report depends on it. The trust file is copied.
 *
 * @example const verifier = createVerifier(trust);
 *   files.map((bytes) => verifier.judge(bytes, NO_FACTS, { level: "archival" }, now));
 */
export function createVerifier(trust: TrustFile): Verifier {
  const own = seal(structuredClone(trust));
  const pool = new Pool();
  /** By what their bundles are of; the latest used last. */
  const templates = new Map<string, Template>();
  let latest: Template | undefined;
  const use = (hint: string, template: Template): void => {
    if (template === latest) return;
    latest = template;
    templates.delete(hint);
    templates.set(hint, template);
    for (const [oldest] of templates) {
      if (templates.size <= MAX_TEMPLATES) break;
      templates.delete(oldest);
    }
  };
  const read = (bytes: Uint8Array): Filled => {
    const hint = hintOf(bytes, latest);
    const known = hint === undefined ? undefined : templates.get(hint);
    const filled = known === undefined ? null : fill(known, bytes);
    if (hint !== undefined && known !== undefined && filled !== null) {
      use(hint, known);
      return filled;
    }
    const bundle = pool.share(parseBundle(bytes));
    const template = templateOf(bytes, bundle);
    if (template !== null) use(hintFor(bundle.manifest.batchId, bundle.manifest.index), template);
    return { bundle, written: {} };
  };
  return {
    parse: (bytes) => read(bytes).bundle,
    verify: (bundle, facts, policy, now) => verify(pool.share(bundle), facts, own, policy, now),
    judge(bytes, facts, policy, now) {
      const { bundle, written } = read(bytes);
      return verify(bundle, facts, own, policy, now, written);
    },
  };
}
