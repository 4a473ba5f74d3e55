import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "../../../src/crypto/encoding.ts";
import { check } from "../../oracle/check.ts";
import { bytesOf, judgeVector, type Vector } from "../judge-vector.ts";
import { anchor } from "./anchor.ts";
import { bytes } from "./bytes.ts";
import { chain } from "./chain.ts";
import { files } from "./files.ts";
import { integrity } from "./integrity.ts";
import { issuer } from "./issuer.ts";
import { levels } from "./levels.ts";
import { node } from "./node.ts";
import { status } from "./status.ts";
import { suites } from "./suites.ts";
import { trust } from "./trust.ts";

// Writes test/vectors/format/<name>.json for each vector that is not there yet, and never writes over one that is: what was
// committed once is the format. `node test/vectors/make/main.ts [--try]`; --try writes nothing and prints what differs.

const folder = join(import.meta.dirname, "../format");
const trying = process.argv.includes("--try");

const summary = ({ verdict, codes, error }: Vector["expected"]): string =>
  error === undefined ? [verdict, ...codes].join(" | ") : `error ${error}`;

function theirs({ trust: file, facts, policy, now, ...vector }: Vector): string {
  const { verdict, faults } = check(bytesOf(vector), utf8(JSON.stringify(file)), facts ?? { node: null }, policy, now);
  return faults[0] === "bundle" ? "error" : [verdict, ...faults].join(" | ");
}

let wrong = 0;
const names = new Set<string>();
for (const make of [levels, trust, node, integrity, issuer, suites, anchor, status, bytes, files, chain]) {
  for (const vector of await make()) {
    const found = summary(judgeVector(vector).found);
    const [expected, other] = [summary(vector.expected), theirs(vector)];
    const agrees = found.startsWith("error") ? other === "error" : other === found;
    if (names.has(vector.name)) throw new Error(`two vectors ${vector.name}`);
    names.add(vector.name);
    if (found !== expected || !agrees) {
      wrong += 1;
      process.stdout.write(
        `${vector.name}\n  expected ${expected}\n  ours     ${found}\n${agrees ? "" : `  theirs   ${other}\n`}`,
      );
    }
    const path = join(folder, `${vector.name}.json`);
    if (trying || found !== expected || !agrees || existsSync(path)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(vector, null, 1)}\n`, { flag: "wx" });
  }
}
process.stdout.write(`${names.size} vectors, ${wrong} not as expected\n`);
process.exitCode = wrong === 0 ? 0 : 1;
