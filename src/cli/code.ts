import { writeFile } from "node:fs/promises";
import { YinzhengError } from "../domain/errors.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz code …`: live codes, for a holder's counter and for the one that reads them. All print JSON. */

export interface MakeOptions extends ApiOptions {
  readonly purpose: string;
  readonly show: string;
  readonly audience?: string;
  /** Where to leave the QR code. */
  readonly image?: string;
}

/** Makes a code that shows these certificates once, within a minute. */
export async function make(runtime: Runtime, ids: readonly string[], options: MakeOptions): Promise<number> {
  const { purpose, show, audience, image } = options;
  const certificates = ids.map((id) => ({ id, show }));
  const api = await openApi(runtime, options);
  const made = await api.post("/v1/codes", { certificates, purpose, ...(audience === undefined ? {} : { audience }) });
  const { image: drawn, ...rest } = made;
  if (image !== undefined) await writeImage(image, String(drawn));
  runtime.stdout.write(json(rest));
  return EXIT.done;
}

export interface RedeemOptions extends ApiOptions {
  readonly reason: string;
  /** Idempotency-Key: the same for a request that is sent again. */
  readonly key?: string;
}

export async function redeem(runtime: Runtime, code: string, options: RedeemOptions): Promise<number> {
  const api = await openApi(runtime, options);
  runtime.stdout.write(json(await api.post("/v1/codes/redeem", { code, reason: options.reason }, options.key)));
  return EXIT.done;
}

export interface ListOptions extends ApiOptions {
  readonly redeemed?: boolean;
  readonly after?: string;
}

/** Codes that the member made, and who used them; or those that it redeemed itself. */
export async function list(runtime: Runtime, { redeemed, after, ...options }: ListOptions): Promise<number> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const path = redeemed === true ? "/v1/codes/redeemed" : "/v1/codes";
  runtime.stdout.write(json(await (await openApi(runtime, options)).get(`${path}${query}`)));
  return EXIT.done;
}

/** Leaves a drawing for its owner's eyes. */
export async function writeImage(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}
