import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz audit verify [DIR]`: walks the whole journal of a store from its files, without a key and without its lock. */
export async function verifyAudit(
  runtime: Runtime,
  dir: string,
  options: { readonly json?: boolean },
): Promise<number> {
  const report = await runtime.audit(dir).catch((cause: unknown) => {
    if (isYinzhengError(cause)) throw cause;
    throw new YinzhengError("store.unreachable", { dir, expected: "a store's folder" }, cause);
  });
  const whole = report.defects.length === 0;
  if (options.json) runtime.stdout.write(json(report));
  else {
    const lines = [
      `${whole ? "✓" : "✗"} ${dir}`,
      `  records  ${report.records}`,
      `  head     ${report.head.seq} ${report.head.hash}`,
      ...report.defects.map(({ seq, what }) => `  ✗ ${seq}  ${what}`),
    ];
    runtime.stdout.write(`${lines.join("\n")}\n`);
  }
  return whole ? EXIT.done : EXIT.invalid;
}
