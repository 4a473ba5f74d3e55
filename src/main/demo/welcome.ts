import { relative } from "node:path";
import type { DemoKey } from "./parties.ts";
import type { Sample } from "./samples.ts";

export interface Welcome {
  readonly url: string;
  readonly chainUrl: string;
  readonly trust: string;
  readonly apiKeys: readonly DemoKey[];
  readonly samples: readonly Sample[];
}

/** What `npm start` says when all runs: where to click, which keys, and the one command that verifies a sample. */
export function welcome({ url, chainUrl, trust, apiKeys, samples }: Welcome): string {
  const shown = (path: string): string => relative(process.cwd(), path) || path;
  const keys = apiKeys.map(({ member, subject, key }) => `  ${member.id}/${subject}`.padEnd(28) + key);
  const [first] = samples;
  const document = first?.document ?? null;
  const paper =
    document === null ? [] : [`  npx yz verify ${shown(document)} --trust ${shown(trust)} --offline --level archival`];
  return [
    "",
    `页面 · Page       ${url}/`,
    `链   · Chain      ${chainUrl}`,
    `信任文件 · Trust  ${shown(trust)}`,
    "",
    "演示密钥（仅限本机）· Demo API keys (this machine only)",
    ...keys,
    "",
    "核验示例 · Verify a sample, in another terminal:",
    `  npx yz verify ${shown(first?.path ?? "")} --trust ${shown(trust)} --rpc ${chainUrl}`,
    ...paper,
    "",
    "按 Ctrl-C 停止全部进程 · Ctrl-C stops everything",
    "",
  ].join("\n");
}
