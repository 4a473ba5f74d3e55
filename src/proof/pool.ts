import { canonicalize } from "../domain/canonical.ts";
import type { Bundle } from "./bundle.ts";
import { isSealed, seal } from "./sealed.ts";

/** Members that all certificates of a batch captured at one block have in common, and that are costly to judge. */
const SHARED = [
  "anchor",
  "batchSignatures",
  "contexts",
  "continued",
  "evidence",
  "keys",
  "log",
  "member",
  "statusChanges",
  "types",
] as const;
const MAX_CHARACTERS = 2 ** 24;
/** Characters of one member: an evidence that names one node again and again is larger than its file. */
const MAX_MEMBER = 2 ** 20;

/** Sealed copies of what bundles have in common, one for each JCS text: two bundles get the same copy only of the same text. */
export class Pool {
  readonly #copies = new Map<string, object>();
  readonly #most: number;
  #characters = 0;

  /** Holds JCS text of at most so many characters; beyond them it begins anew. */
  constructor(characters: number = MAX_CHARACTERS) {
    this.#most = characters;
  }

  /** The same bundle, with pooled copies in the place of what it shares with others. The argument is left as it is. */
  share(bundle: Bundle): Bundle {
    if (isShared(bundle)) return bundle;
    const shared = SHARED.flatMap((name) => {
      const member = bundle[name];
      return member === undefined ? [] : [[name, isSealed(member) ? member : this.#copy(member)]];
    });
    return { ...bundle, ...Object.fromEntries(shared) };
  }

  #copy(value: object): object {
    const text = textOf(value);
    if (text === null) return value;
    const known = this.#copies.get(text);
    if (known !== undefined) return known;
    if (this.#characters + text.length > this.#most) {
      this.#copies.clear();
      this.#characters = 0;
    }
    const copy = seal(JSON.parse(text) as object);
    this.#copies.set(text, copy);
    this.#characters += text.length;
    return copy;
  }
}

/** Whether everything that can be shared has been. */
export function isShared(bundle: Bundle): boolean {
  return SHARED.every((name) => bundle[name] === undefined || isSealed(bundle[name]));
}

/** null for what is too long, and for what JCS can't write: that is judged as it is. */
function textOf(value: object): string | null {
  try {
    return sizeOf(value, MAX_MEMBER) > MAX_MEMBER ? null : canonicalize(value);
  } catch {
    return null;
  }
}

/** Characters of all strings in a value and one for each member; stops counting beyond `most`. */
function sizeOf(value: unknown, most: number): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  let size = 1;
  for (const member of Object.values(value)) {
    size += sizeOf(member, most - size);
    if (size > most) break;
  }
  return size;
}
