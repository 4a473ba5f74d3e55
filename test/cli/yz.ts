import { join } from "node:path";
import { run } from "../../src/cli/program.ts";
import type { Runtime } from "../../src/cli/runtime.ts";
import { openCouncil, openKeys } from "../../src/main/council.ts";
import { initCouncil } from "../../src/main/council-init.ts";
import { readAtOnce } from "../../src/main/documents/reader.ts";
import { chainStatus, openNode, openRelay } from "../../src/main/node.ts";
import { offlineParts } from "../../src/main/offline.ts";
import { signBatch } from "../../src/main/sign-batch.ts";
import { signReport } from "../../src/main/sign-report.ts";
import { initWitness } from "../../src/main/witness-init.ts";
import { auditJournal } from "../../src/store/level/audit.ts";

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A long-running command that was asked for, and with what. */
export interface Started {
  readonly what: "serve" | "chain" | "signer" | "witness";
  readonly options: object;
}

export interface Yz {
  (...args: readonly string[]): Promise<Ran>;
  readonly started: readonly Started[];
}

/** `yz` in this process, with the real engines behind it but for what never ends: that is only noted. */
export function yzWith(parts: Partial<Runtime> & { readonly deployment?: string } = {}): Yz {
  const started: Started[] = [];
  const note = (what: Started["what"]) => async (options: object) => {
    started.push({ what, options });
    return 0;
  };
  const yz = async (...args: readonly string[]): Promise<Ran> => {
    const said = { stdout: "", stderr: "" };
    const to = (name: keyof typeof said) => ({
      write: (text: string) => {
        said[name] += text;
      },
    });
    const runtime: Runtime = {
      env: { YZ_HOME: "/nowhere", YZ_LANG: "en" },
      clock: () => Math.floor(Date.now() / 1000),
      fetch,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      openNode,
      openRelay,
      chainStatus: (url) => chainStatus(url, parts.deployment ?? "/nowhere"),
      openCouncil,
      initCouncil,
      openKeys,
      readDocument: readAtOnce,
      ask: async () => null,
      readInput: async () => "",
      audit: (dir) => auditJournal(join(dir, "journal")),
      offlineParts,
      serve: note("serve"),
      runChain: note("chain"),
      runSigner: note("signer"),
      signBatch,
      signReport,
      runWitness: note("witness"),
      initWitness,
      ...parts,
      stdout: to("stdout"),
      stderr: to("stderr"),
    };
    const code = await run(runtime, "1.2.3", args);
    return { code, ...said };
  };
  return Object.assign(yz, { started });
}

/** Codes of the checks in a `--json` report that did not pass. */
export function failed({ stdout }: Ran): readonly string[] {
  const { checks } = JSON.parse(stdout) as { checks: readonly { readonly result: string; readonly code: string }[] };
  return checks.filter(({ result }) => result === "invalid" || result === "error").map(({ code }) => code);
}
