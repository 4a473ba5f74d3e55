import { fromBase64, utf8 } from "../../../src/crypto/encoding.ts";
import { check } from "../../oracle/check.ts";
import { commit } from "../committed.ts";
import { askAboutDocument, commitDocument, judgeDocumentVector } from "../document-vectors.ts";
import { judgeVector, type Vector } from "../judge-vector.ts";
import { anchor } from "./anchor.ts";
import { bytes } from "./bytes.ts";
import { chain } from "./chain.ts";
import { documents } from "./documents.ts";
import { files } from "./files.ts";
import { integrity } from "./integrity.ts";
import { issuer } from "./issuer.ts";
import { levels } from "./levels.ts";
import { lists } from "./lists.ts";
import { movedHouse } from "./moved.ts";
import { node } from "./node.ts";
import { signers } from "./signers.ts";
import { status } from "./status.ts";
import { suites } from "./suites.ts";
import { trust } from "./trust.ts";
import { types } from "./types.ts";

// Adds to test/vectors/format and test/vectors/documents what is not there yet, and never writes over what is: what was committed once is the format.
// `node test/vectors/make/main.ts [--try]`; --try writes nothing. Nothing is written that does not come out as expected,
// from our verifier and from the independent checker.

const trying = process.argv.includes("--try");

const summary = ({ verdict, codes, error }: Vector["expected"]): string =>
  error === undefined ? [verdict, ...codes].join(" | ") : `error ${error}`;

/** What the independent checker answers; it does not tell why a file is no bundle. */
function theirs({ bundle, trust: file, facts, policy, now }: Vector, found: string): string {
  const answer = check(fromBase64(bundle), utf8(JSON.stringify(file)), facts ?? { node: null }, policy, now);
  if (answer.faults[0] === "bundle" && found.startsWith("error")) return found;
  return [answer.verdict, ...answer.faults].join(" | ");
}

let [wrong, added] = [0, 0];
const names = new Set<string>();

/** Writes a vector, if it is not there yet, and if both answer what is expected; else says what they answered. */
function settle<V extends Pick<Vector, "name" | "expected">>(
  vector: V,
  found: string,
  other: string,
  write: (vector: V) => boolean,
): void {
  const name = `${write.name} ${vector.name}`;
  if (names.has(name)) throw new Error(`two vectors ${vector.name}`);
  names.add(name);
  const expected = summary(vector.expected);
  if (found !== expected || other !== expected) {
    wrong += 1;
    process.stdout.write(`${vector.name}\n  expected ${expected}\n  ours     ${found}\n  theirs   ${other}\n`);
  } else if (!trying && write(vector)) added += 1;
}

for (const make of [
  levels,
  trust,
  signers,
  node,
  integrity,
  issuer,
  suites,
  anchor,
  status,
  lists,
  types,
  bytes,
  files,
  chain,
  movedHouse,
]) {
  for (const vector of await make()) {
    const found = summary((await judgeVector(vector)).found);
    settle(vector, found, theirs(vector, found), commit);
  }
}
for (const vector of await documents()) {
  const { verdict, faults } = askAboutDocument(vector);
  const other = [verdict, ...faults].join(" | ");
  settle(vector, summary(judgeDocumentVector(vector).found), other, commitDocument);
}
process.stdout.write(`${names.size} vectors, ${added} added, ${wrong} not as expected\n`);
process.exitCode = wrong === 0 ? 0 : 1;
