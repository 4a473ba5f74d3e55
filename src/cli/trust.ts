import { access, mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fromBase64, toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { KeySuite } from "../domain/member.ts";
import { parseTrust, type TrustFile, trustDigest } from "../proof/trust.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

/** The trust file: --trust, else YZ_TRUST, else the user's own. */
export function trustPath(env: Runtime["env"], asked?: string): string {
  return asked ?? env.YZ_TRUST ?? join(env.YZ_HOME ?? join(homedir(), ".yinzheng"), "trust.json");
}

/** Throws `trust.file` where there is none: without one nothing can be believed. */
export async function readTrust(path: string): Promise<TrustFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("trust.file", { path, expected: "a trust file; see yz trust add" }, cause);
  });
  return parseTrust(bytes);
}

/** Of a certificate in base64. */
const digestOf = (certificate: string): string => `SHA-256 ${toHex(sha256(fromBase64(certificate)))}`;

/** `yz trust show` */
export async function showTrust(runtime: Runtime, options: { trust?: string; json?: boolean }): Promise<number> {
  const path = trustPath(runtime.env, options.trust);
  const trust = await readTrust(path);
  const digest = trustDigest(trust);
  if (options.json) {
    runtime.stdout.write(json({ path, digest, trust }));
    return EXIT.done;
  }
  const networks = trust.networks.flatMap(
    ({
      name,
      registryId,
      chainId,
      witnesses,
      snapshotSigners = [],
      maxStatusAge,
      mirrors = [],
      links = [],
      documentAuthorities = [],
      sealAuthorities = [],
    }) => [
      `${name.zh} · ${name.en}`,
      `  registryId    ${registryId}`,
      `  chainId       ${chainId}`,
      `  witnesses     ${witnesses.quorum} of ${witnesses.keys.length}`,
      ...witnesses.keys.map((key) => `                ${key}`),
      ...snapshotSigners.map((key) => `  snapshot      ${key}`),
      `  maxStatusAge  ${maxStatusAge} s`,
      ...mirrors.map((mirror) => `  mirror        ${mirror}`),
      ...links.map((link) => `  link          ${link}`),
      ...documentAuthorities.map((text) => `  documents     ${digestOf(text)}`),
      ...sealAuthorities.map((text) => `  seals         ${digestOf(text)}`),
    ],
  );
  runtime.stdout.write([path, `SHA-256 ${digest}`, "", ...networks, ""].join("\n"));
  return EXIT.done;
}

/**
 * `yz trust add FILE`: adds the networks of FILE to the trust file. A network that is there with other content is
 * refused: whoever means to replace it edits the file. What either file distrusts is distrusted, from the earlier time.
 */
export async function addTrust(
  runtime: Runtime,
  file: string,
  options: { trust?: string; json?: boolean },
): Promise<number> {
  const path = trustPath(runtime.env, options.trust);
  const added = await readTrust(file);
  const known: TrustFile = (await isThere(path)) ? await readTrust(path) : { format: added.format, networks: [] };
  for (const network of added.networks) {
    const same = known.networks.find(({ registryId }) => registryId === network.registryId);
    if (same !== undefined && JSON.stringify(same) !== JSON.stringify(network)) {
      throw new YinzhengError("conflict.used", { path, registryId: network.registryId });
    }
  }
  const fresh = added.networks.filter(
    ({ registryId }) => !known.networks.some((network) => network.registryId === registryId),
  );
  const trust: TrustFile = { ...known, networks: [...known.networks, ...fresh], ...distrustOf(known, added) };
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, json(trust));
  return showTrust(runtime, { trust: path, ...(options.json === undefined ? {} : { json: options.json }) });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function distrustOf(known: TrustFile, added: TrustFile): Pick<TrustFile, "suites"> {
  const suites = { ...known.suites };
  for (const [name, { distrustedSince }] of Object.entries(added.suites ?? {})) {
    const before = suites[name as KeySuite]?.distrustedSince ?? distrustedSince;
    suites[name as KeySuite] = { distrustedSince: Math.min(before, distrustedSince) };
  }
  return Object.keys(suites).length === 0 ? {} : { suites };
}
