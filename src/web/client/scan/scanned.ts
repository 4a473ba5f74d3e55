import { readCode } from "../../../proof/codes.ts";
import type { CodeFault } from "../outcome.ts";

/** What a code leads to: a certificate to ask this service about, one that it holds, or why to nothing. */
export type Scanned =
  | { readonly kind: "identifier"; readonly id: string }
  /** Of a thing or an address. */
  | { readonly kind: "plate"; readonly text: string }
  /** The certificate is in the code itself. */
  | { readonly kind: "offline"; readonly bytes: Uint8Array }
  | { readonly kind: "fault"; readonly fault: CodeFault; readonly shows: string };

/** Longest part of a code's text that is shown. */
const MAX_SHOWN = 120;

/**
 * Reads the codes of one picture. Of several that one leads on which leads furthest: a certificate in the code itself has a
 * verdict, a link a record.
 */
export function readScanned(texts: readonly string[], origins: readonly string[]): Scanned {
  const all = texts.map((text) => readOne(text, origins));
  const best =
    ["offline", "identifier", "plate"].flatMap((kind) => all.find((one) => one.kind === kind) ?? [])[0] ?? all[0];
  return best ?? { kind: "fault", fault: "other", shows: "" };
}

/** Links are followed to these origins only, and asked of this page's own service. */
function readOne(text: string, origins: readonly string[]): Scanned {
  const code = readCode(text, origins);
  const fault = (why: CodeFault): Scanned => ({ kind: "fault", fault: why, shows: shown(text) });
  switch (code.kind) {
    case "link":
      return { kind: "identifier", id: code.identifier };
    case "offline":
      return { kind: "offline", bytes: new TextEncoder().encode(code.text) };
    case "refused":
      return fault(code.code === "qr.foreign_host" ? "foreign" : "link");
    case "plate":
      return { kind: "plate", text };
    case "live":
      // Shown to nobody: who reads it over a shoulder could use it up.
      return { kind: "fault", fault: "live", shows: "" };
    default:
      return fault("other");
  }
}

/** Never a link that could be pressed, and no more than its beginning, where the host stands. */
const shown = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
