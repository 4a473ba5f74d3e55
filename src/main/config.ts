import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { ROLES } from "../domain/principal.ts";

/** The one configuration. Every setting has a default but those of a member's own; an unknown key is an error. */

const port = z.int().min(0).max(65_535);
const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text) => text as Hex);
const url = z.url({ protocol: /^https?$/ });
const names = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const member = z.strictObject({
  /** Unified social credit code. */
  code: z.string(),
  names,
  tenant: z.string().min(1),
  /** Codes of the certificate types that it issues here. */
  types: z.array(z.string()),
  /** Names of its hosted keys, for credentials, batches and status lists, in the service's keystore. */
  keys: z.array(z.string()).default([]),
  /** Its key for documents (PKCS #8), and its certificate with those of the authorities above it; files in PEM. */
  document: z.strictObject({ key: z.string(), certificates: z.array(z.string()).min(1).max(8) }).optional(),
  /** With which other members' caseworkers it shares which types; codes of members of this file. Nothing by default. */
  sharing: z.array(z.strictObject({ type: z.string(), members: z.array(z.string()).min(1) })).default([]),
});

const officer = z
  .strictObject({
    name: z.string().min(1),
    /** Unified social credit code of the member. */
    member: z.string(),
    address: hex(20),
    url: url.exactOptional(),
    /** File with the bearer token of the signer's service side. */
    tokenFile: z.string().exactOptional(),
    /** Signs on a machine without a network: in place of url and tokenFile. */
    offline: z.literal(true).exactOptional(),
  })
  .refine(
    ({ url: at, tokenFile, offline }) =>
      (offline === true) === (at === undefined && tokenFile === undefined) &&
      (at === undefined) === (tokenFile === undefined),
    "url and tokenFile, or offline: true",
  );

const apiKey = z.strictObject({
  /** SHA-256 of the key. */
  hash: hex(32),
  tenant: z.string().min(1),
  subject: z.string().min(1),
  roles: z.array(z.enum(ROLES)),
  member: z.string().optional(),
});

const cosigner = z.strictObject({ name: z.string().min(1), url, tokenFile: z.string() });

const schema = z.strictObject({
  /** `demo` makes a whole small world under dataDir; `service` runs what this file names. */
  profile: z.enum(["demo", "service"]).default("demo"),
  dataDir: z.string().default("./data"),
  /** Where the founding is recorded: `chain.json` and a file for each contract. */
  deployment: z.string().default("./deployments/local"),
  http: z.strictObject({ host: z.string().default("127.0.0.1"), port: port.default(8080) }).prefault({}),
  /** Where the status lists will be published. */
  publicUrl: url.default("https://yinzheng.example"),
  /** Host in the members' did:web ids. */
  issuerHost: z.string().default("yinzheng.example"),
  chain: z
    .discriminatedUnion("engine", [
      z.strictObject({ engine: z.literal("embedded"), port: port.default(8545) }),
      z.strictObject({ engine: z.literal("evm"), url }),
    ])
    .prefault({ engine: "embedded" }),
  /** Trust file; `trust.json` in dataDir where absent. */
  trust: z.string().optional(),
  /** How long evidence answers after its block, in seconds. The default outlasts a weekend. */
  maxStatusAge: z
    .int()
    .min(60)
    .default(72 * 3600),
  batching: z
    .strictObject({
      maxWaitMs: z.int().min(0).default(50),
      capacity: z
        .int()
        .min(16)
        .max(2 ** 20)
        .default(16),
    })
    .prefault({}),
  /** Folder of type definitions beside those in the code, one JSON file a type; `types` in dataDir in the demo. */
  types: z.string().optional(),
  members: z.array(member).default([]),
  officers: z.array(officer).default([]),
  witnesses: z.array(cosigner).default([]),
  snapshotSigners: z.array(cosigner).default([]),
  apiKeys: z.array(apiKey).default([]),
  /** Seals are made here, and an authority of the service's own vouches for them: for trials. */
  seals: z.strictObject({ authority: z.literal("development") }).optional(),
  documents: z
    .strictObject({
      /** Of copies for one purpose: the longest time for which one is made, and that of one for a department's case. */
      copies: z
        .strictObject({
          maxDays: z.int().min(1).max(3_660).default(366),
          caseDays: z.int().min(1).max(366).default(30),
        })
        .prefault({}),
      /** Who gives time-stamps (RFC 3161), and files with the certificates of authorities that theirs is by. */
      timestamps: z.strictObject({ url, authorities: z.array(z.string()).min(1).max(8) }).optional(),
    })
    .prefault({}),
});

export type Config = z.infer<typeof schema>;

/**
 * The configuration in a JSON file, or the defaults where there is none. Relative paths are of the working directory.
 *
 * @throws config.unknown_key, config.invalid (with a JSON pointer), json.*
 */
export async function readConfig(path: string | undefined): Promise<Config> {
  return parseConfig(path === undefined ? {} : parseJson(await readBytes(resolve(path))));
}

export function parseConfig(value: unknown): Config {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys") {
    throw new YinzhengError("config.unknown_key", { pointer: `/${[...path, ...issue.keys.slice(0, 1)].join("/")}` });
  }
  throw new YinzhengError("config.invalid", { pointer: `/${path.join("/")}`, expected: issue?.message ?? "" });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  }
}
