import { YinzhengError } from "./errors.ts";
import type { MemberProfile } from "./member.ts";
import { readObject, readOneOf, readString } from "./shape.ts";
import { checkText } from "./text.ts";
import { usccFault } from "./uscc.ts";

export const PROFILE_FORMAT = "yinzheng-member/1";

/** Longest name of an organisation, in characters. */
const MAX_NAME = 200;
/** A host name of letters: did:web allows no IP address. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const ISSUER = /^did:web:([^:%]+)(?:%3A\d{1,5})?:members:([0-9A-Z]{18})$/;

/**
 * A member's issuer id by did:web: `did:web:<host>:members:<code>`. A port in `host` is percent-encoded as the method
 * demands; better none, since the id is for ever and ports are not.
 *
 * @example issuerId("certs.example.cn", "11100000000013338W") // "did:web:certs.example.cn:members:11100000000013338W"
 * @throws schema.pattern for what is not a lower-case host name
 */
export function issuerId(host: string, code: string): string {
  const [, name = "", port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (!HOST.test(name)) throw new YinzhengError("schema.pattern", { part: "host", expected: "a lower-case host name" });
  return `did:web:${name}${port === undefined ? "" : `%3A${port}`}:members:${code}`;
}

/**
 * Unified social credit code in an issuer id.
 *
 * @throws schema.pattern for what is not an issuer id of ours
 */
export function codeInIssuer(issuer: string, pointer = ""): string {
  const [, host = "", code] = ISSUER.exec(issuer) ?? [];
  if (code === undefined || !HOST.test(host)) throw new YinzhengError("schema.pattern", { pointer });
  return code;
}

/**
 * An untrusted value as a member's profile. That it is the one the member registered follows only from its digest.
 *
 * @throws schema.*, text.*
 */
export function parseProfile(value: unknown, pointer = ""): MemberProfile {
  const profile = readObject(value, pointer, ["format", "code", "names", "issuer"]);
  const code = readString(profile.code, `${pointer}/code`);
  const fault = usccFault(code);
  if (fault !== undefined) throw new YinzhengError(fault, { pointer: `${pointer}/code` });
  const names = readObject(profile.names, `${pointer}/names`, ["zh", "en"]);
  const issuer = readString(profile.issuer, `${pointer}/issuer`);
  if (codeInIssuer(issuer, `${pointer}/issuer`) !== code) {
    throw new YinzhengError("schema.mismatch", { pointer: `${pointer}/issuer`, expected: "the member's own code" });
  }
  return {
    format: readOneOf(profile.format, `${pointer}/format`, [PROFILE_FORMAT]),
    code,
    names: {
      zh: checkText(readString(names.zh, `${pointer}/names/zh`), `${pointer}/names/zh`, { max: MAX_NAME }),
      en: checkText(readString(names.en, `${pointer}/names/en`), `${pointer}/names/en`, { max: MAX_NAME }),
    },
    issuer,
  };
}
