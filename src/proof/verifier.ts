import type { Seconds } from "../domain/bytes.ts";
import type { Bundle } from "./bundle.ts";
import type { Facts } from "./facts.ts";
import { parseBundle } from "./parse.ts";
import type { Policy } from "./policy.ts";
import { Pool } from "./pool.ts";
import type { Report } from "./report.ts";
import { seal } from "./sealed.ts";
import { type Filled, fill, type Template, templateOf } from "./template.ts";
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

/** Batches, or 128 cells of a larger one, whose texts are known at a time. */
const MAX_TEMPLATES = 64;

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
  /** The latest used first. */
  const templates: Template[] = [];
  const use = (template: Template, place: number): void => {
    templates.splice(place, 1);
    templates.unshift(template);
    if (templates.length > MAX_TEMPLATES) templates.pop();
  };
  const read = (bytes: Uint8Array): Filled => {
    for (const [place, template] of templates.entries()) {
      const filled = fill(template, bytes);
      if (filled === null) continue;
      if (place > 0) use(template, place);
      return filled;
    }
    const bundle = pool.share(parseBundle(bytes));
    const template = templateOf(bytes, bundle);
    if (template !== null) use(template, templates.length);
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
