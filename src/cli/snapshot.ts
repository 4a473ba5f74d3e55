import { readFile } from "node:fs/promises";
import { utf8 } from "../crypto/encoding.ts";
import { formatInstant } from "../domain/dates.ts";
import { YinzhengError } from "../domain/errors.ts";
import { type ReadSnapshot, readSnapshot } from "../proof/open-snapshot.ts";
import type { TrustFile } from "../proof/trust.ts";
import { openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";
import { readTrust, trustPath } from "./trust.ts";

export interface SnapshotOptions {
  readonly out: string;
  readonly url?: string;
  readonly trust?: string;
  readonly member?: readonly string[];
  readonly type?: readonly string[];
  readonly json?: boolean;
}

/**
 * `yz trust snapshot`: fetches what offline codes are judged against. It is written only if somebody in the trust file
 * vouches for it; whatever else is in it is checked with each code.
 */
export async function fetchSnapshot(runtime: Runtime, options: SnapshotOptions): Promise<number> {
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  // Without a key: the service need not know who verifies.
  const keyless: Runtime = { ...runtime, env: { ...runtime.env, YZ_API_KEY: undefined } };
  const api = await openApi(keyless, options.url === undefined ? {} : { url: options.url });
  const asked = new URLSearchParams();
  for (const name of ["member", "type"] as const) {
    const codes = options[name];
    if (codes !== undefined) asked.set(name, codes.join(","));
  }
  const text = await api.text(`/v1/snapshot${asked.size === 0 ? "" : `?${asked}`}`);
  const { about } = readSnapshot(utf8(text), trust);
  const { network, block, vouchedBy, batches } = about;
  if (network === null || block === null || vouchedBy.length === 0)
    throw new YinzhengError("snapshot.unvouched", { ...about });
  await replaceFile(options.out, text);
  const time = formatInstant(block.time);
  runtime.stdout.write(
    options.json
      ? json({ path: options.out, bytes: utf8(text).length, network, block, vouchedBy, batches })
      : [
          options.out,
          `${network.zh} · ${network.en}`,
          `block ${block.number}, ${time}; ${batches} batches, ${utf8(text).length} bytes`,
          `vouched for by ${vouchedBy.join(", ")}`,
          "",
        ].join("\n"),
  );
  return EXIT.done;
}

/** The snapshot in a file. Throws `config.invalid` for a file that can't be read, and as `readSnapshot`. */
export async function snapshotIn(path: string, trust: TrustFile): Promise<ReadSnapshot> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a snapshot; see yz trust snapshot" }, cause);
  });
  return readSnapshot(bytes, trust);
}
