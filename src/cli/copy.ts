import { type ApiOptions, openApi } from "./api.ts";
import { fetchDocument, type LeaveOptions } from "./document.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";

export interface CopyOptions extends LeaveOptions {
  readonly languages: "zh" | "zh+en";
  readonly purpose: string;
  readonly audience?: string;
  /** An instant, or a date. */
  readonly until: string;
  readonly reason: string;
  /** Idempotency-Key: the same for a request that is sent again. */
  readonly key?: string;
}

/** Has a copy made that is good for one purpose, waits for it, and leaves it in a file. */
export async function copy(runtime: Runtime, id: string, options: CopyOptions): Promise<number> {
  const { purpose, audience, until: validUntil, reason, languages, key } = options;
  const api = await openApi(runtime, options);
  const asked = { purpose, validUntil, reason, languages, ...(audience === undefined ? {} : { audience }) };
  const ordered = await api.post(`/v1/certificates/${encodeURIComponent(id)}/copies`, asked, key);
  const name = String(ordered.id);
  return fetchDocument(runtime, name, `/v1/copies/${name}.pdf`, options);
}

/** Who asked about a certificate, when and why. */
export async function uses(
  runtime: Runtime,
  id: string,
  { after, ...options }: ApiOptions & { readonly after?: string },
): Promise<number> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const api = await openApi(runtime, options);
  runtime.stdout.write(json(await api.get(`/v1/certificates/${encodeURIComponent(id)}/uses${query}`)));
  return EXIT.done;
}
