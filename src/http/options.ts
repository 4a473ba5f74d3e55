import type { Registry } from "@prometheus-io/client";
import type { Logger } from "pino";
import type { Bilingual } from "../domain/bilingual.ts";
import type { Hex } from "../domain/bytes.ts";
import type { TrustFile } from "../proof/trust.ts";

/** What the HTTP room is told by main.ts; it reads no configuration itself. */
export interface HttpOptions {
  /** Shown on the page. */
  readonly network: { readonly name: Bilingual; readonly registryId: Hex };
  /** Names of the witnesses, shown on the page. */
  readonly witnesses: readonly string[];
  /** Offered at `/trust.json` and to the verify page; none where absent. */
  readonly trust?: TrustFile;
  /** Version of this software, for the OpenAPI document. */
  readonly version: string;
  /** Folder that vite built (`dist/web`); without it the page has no style sheet and `/assets` is empty. */
  readonly assets?: string;
  /** Silent where absent. */
  readonly log?: Logger;
  /** Requests per client address in a window; the default is 6,000 a minute. */
  readonly rateLimit?: { readonly requests: number; readonly seconds: number };
  /** How long `approve` waits for the anchor before it answers 202; the service's own default where absent. */
  readonly approveWaitMs?: number;
  /** Number of proxies in front whose `X-Forwarded-For` is believed; default 0. */
  readonly proxies?: number;
  /** Where `/metrics` is kept; main puts the process's own figures into it. One of its own where absent. */
  readonly metrics?: Registry;
  /** Random id of a request: a UUID where absent. */
  readonly newId?: () => string;
}
