import { IDENTIFIER_ROOT } from "../../domain/identifier.ts";

/** What somebody pasted: the text of a bundle, or identifiers to look up. */
export type Pasted =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "identifiers"; readonly ids: readonly string[] };

/** An identifier may stand in a link, behind `urn:oid:`, or alone; what is around it is not looked at. */
const IDENTIFIER = new RegExp(`(?:^|[^0-9A-Za-z.])(${IDENTIFIER_ROOT.replaceAll(".", "\\.")}\\.[0-9A-Za-z.]+)`, "g");
const MAX_IDENTIFIERS = 20;

/**
 * Sorts what was pasted. JSON is a bundle, whatever it says; otherwise every identifier in the text counts once, also in
 * links, whose host is never asked. Text with neither is taken for a bundle, whose parser then says what is wrong with it.
 */
export function sortPasted(text: string): Pasted {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) return { kind: "text", text: trimmed };
  const found = [...trimmed.matchAll(IDENTIFIER)].map(([, id = ""]) => id.replace(/\.+$/, "").toUpperCase());
  const ids = [...new Set(found)].slice(0, MAX_IDENTIFIERS);
  return ids.length > 0 ? { kind: "identifiers", ids } : { kind: "text", text: trimmed };
}
