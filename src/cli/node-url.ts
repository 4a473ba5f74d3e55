import { YinzhengError } from "../domain/errors.ts";
import type { Runtime } from "./runtime.ts";

/** The verifier's own chain node: --rpc, else YZ_RPC. Throws `config.invalid` for what is no URL. */
export function nodeUrl(env: Runtime["env"], asked?: string): string | undefined {
  const url = asked ?? env.YZ_RPC;
  if (url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? "")) return url;
  throw new YinzhengError("config.invalid", { url, expected: "the URL of a chain node" });
}
