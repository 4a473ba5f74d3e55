import { fromHex } from "../../crypto/encoding.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import {
  KEY_CUSTODY,
  KEY_PURPOSES,
  KEY_SUITES,
  type KeySuite,
  type MemberProfile,
  OFFICER_ROLES,
} from "../../domain/member.ts";
import { parseProfile } from "../../domain/profile.ts";
import { keyIdOf, memberIdOf, profileDigest, typeIdOf } from "../../proof/ids.ts";
import { type Reader, shapes } from "../../proof/shape.ts";
import type { PlainAct } from "./codec.ts";
import { FOREVER } from "./words.ts";

/** What an organisation hands in to be admitted; a plain JSON file, `yinzheng-application/1`. */
export interface Admission {
  readonly format: typeof APPLICATION_FORMAT;
  readonly profile: MemberProfile;
  readonly threshold: number;
  readonly officers: readonly (Term & {
    readonly account: Hex;
    readonly role: keyof typeof OFFICER_ROLES;
    readonly types?: readonly string[] | undefined;
  })[];
  readonly scopes: readonly (Term & { readonly type: string })[];
  readonly keys: readonly ApplicationKey[];
}

/** A start that is left out is when it is carried out; an end, never. */
interface Term {
  readonly from?: Seconds | undefined;
  readonly until?: Seconds | undefined;
}

interface ApplicationKey extends Term {
  readonly suite: KeySuite;
  readonly purposes: readonly (keyof typeof KEY_PURPOSES)[];
  readonly custody: keyof typeof KEY_CUSTODY;
  readonly publicKey: Hex;
  readonly possession: Hex;
}

export const APPLICATION_FORMAT = "yinzheng-application/1";

const { hex, uint, text, oneOf, list, object, optional } = shapes("config.invalid");
const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[];
const term = { from: optional(uint(FOREVER)), until: optional(uint(FOREVER)) };

const key: Reader<ApplicationKey> = object({
  suite: oneOf(keysOf(KEY_SUITES)),
  purposes: list(oneOf(keysOf(KEY_PURPOSES)), 10),
  custody: oneOf(keysOf(KEY_CUSTODY)),
  publicKey: hex({ max: 65 }),
  possession: hex({ max: 200 }),
  ...term,
});

const application: Reader<Admission> = object({
  format: oneOf([APPLICATION_FORMAT]),
  profile: (value, pointer) => parseProfile(value, pointer),
  threshold: uint(255),
  officers: list(
    object({
      account: hex(20),
      role: oneOf(keysOf(OFFICER_ROLES)),
      types: optional(list(text(100), 1_000)),
      ...term,
    }),
    255,
  ),
  scopes: list(object({ type: text(100), ...term }), 1_000),
  keys: list(key, 100),
});

/** Throws `config.invalid` with a pointer, schema.*, text.*. */
export const parseApplication = (value: JsonObject): Admission => application(value, "");

/** Admission, scopes and keys, in the order in which the registry takes them. */
export function admissionActs({ profile, threshold, officers, scopes, keys }: Admission): readonly PlainAct[] {
  const member = memberIdOf(profile.code);
  return [
    {
      act: "admit",
      member,
      profile: profileDigest(profile),
      threshold,
      officers: officers.map(({ account, role, types = [], ...own }) => {
        const held = termOf(own);
        const limits = types.map((code) => ({ type: typeIdOf(code), ...held }));
        return { account, role: OFFICER_ROLES[role], ...held, types: limits };
      }),
    },
    ...scopes.map(
      ({ type, ...own }): PlainAct => ({ act: "grant-scope", member, type: typeIdOf(type), ...termOf(own) }),
    ),
    ...keys.map((one): PlainAct => ({ act: "register-key", member, key: keyAct(one) })),
  ];
}

/** A key as a file has it, as the act has it. Throws `config.invalid`. */
export const keyOf = (value: JsonObject): JsonObject => keyAct(key(value, ""));

function keyAct({ suite, purposes, custody, publicKey, possession, ...own }: ApplicationKey): JsonObject {
  return {
    keyId: keyIdOf(suite, fromHex(publicKey)),
    suite: KEY_SUITES[suite],
    purposes: purposes.reduce((bits, purpose) => bits | KEY_PURPOSES[purpose], 0),
    custody: KEY_CUSTODY[custody],
    ...termOf(own),
    publicKey,
    possession,
  };
}

const termOf = ({ from = 0, until = FOREVER }: Term) => ({ from, until });
