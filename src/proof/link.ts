import { type ErrorCode, isYinzhengError } from "../domain/errors.ts";
import { parseIdentifier } from "../domain/identifier.ts";
import type { TrustFile } from "./trust.ts";

/** What the small code on a document says: where its certificate is looked up. */
export type ReadLink =
  | { readonly kind: "link"; readonly origin: string; readonly identifier: string }
  | { readonly kind: "refused"; readonly code: Extract<ErrorCode, "qr.foreign_host" | "qr.link"> };

/** Between the origin and the identifier. */
const PATH = "/c/";

/** The link that is printed on the document of a certificate. `origin`: scheme and host, no slash at the end. */
export function linkOf(origin: string, identifier: string): string {
  return `${origin}${PATH}${identifier}`;
}

/** Origins that links may lead to, by the trust file. */
export function linkOrigins({ networks }: TrustFile): readonly string[] {
  return networks.flatMap(({ links = [] }) => links);
}

/**
 * Reads a link, and no more: it says nothing about the certificate. The text must begin with one of the origins, character
 * by character, and go on as `linkOf` writes it. No URL is parsed, so none is read otherwise than it is written: user
 * names, ports, dots at the end, other cases, percent signs and letters of other scripts are another text.
 */
export function readLink(text: string, origins: readonly string[]): ReadLink {
  const origin = origins.find((known) => text.startsWith(`${known}/`));
  if (origin === undefined) return { kind: "refused", code: "qr.foreign_host" };
  const identifier = text.slice(origin.length + PATH.length);
  const right = text === linkOf(origin, identifier) && isIdentifier(identifier);
  return right ? { kind: "link", origin, identifier } : { kind: "refused", code: "qr.link" };
}

function isIdentifier(text: string): boolean {
  try {
    parseIdentifier(text);
    return true;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}
