import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes, sign, verify as verifySignature } from "node:crypto";
import { fileURLToPath } from "node:url";
import { ed25519 } from "@noble/curves/ed25519.js";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { createVerifier, type Verifier } from "../../src/proof/verifier.ts";
import type { IssuedBatch } from "./batch.ts";
import { grouped, heading, mark, race } from "./mark.ts";

const ARCHIVAL = { level: "archival" } as const;

/** Full verification from text, beside the one signature in it that can't be left out. */
export async function benchVerify({ world, files }: IssuedBatch): Promise<void> {
  const now = world.clock();
  const judge = (verifier: Verifier, file: Uint8Array): void => {
    const report = verifier.verify(verifier.parse(file), NO_FACTS, ARCHIVAL, now);
    if (report.verdict !== "valid") throw new Error(`a certificate of the batch is ${report.verdict}`);
  };
  const known = createVerifier(world.trust);
  for (const file of files) judge(known, file);
  heading(`verify: ${grouped(files.length)} certificates of one batch, from bundle text, offline at level archival`);
  const next = cycle(files);
  const marks = await race([
    rawVerify(),
    { name: "full, evidence of the batch verified before", run: () => times(64, () => judge(known, next())) },
    {
      name: "full, first of its batch (cold evidence, warm code)",
      run: () => times(4, () => judge(createVerifier(world.trust), next())),
    },
    nobleVerify(),
  ]);
  for (const one of marks) mark(one, "raw");
  const [first] = files;
  if (first === undefined) throw new Error("no bundle");
  const ms = firstInProcess(first, world.trust, now);
  const perSecond = 1000 / ms;
  const ratio = perSecond / (marks[0]?.perSecond ?? 0);
  mark({ name: "full, first of a new process (cold evidence, cold code)", perSecond, ratio }, "raw");
}

function rawVerify() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(64);
  const signature = sign(null, message, privateKey);
  return {
    name: "raw Ed25519 verify (node:crypto, key object reused): the limit",
    run: () => times(256, () => verifySignature(null, message, publicKey, signature)),
  };
}

/** The peer: the signature alone, by the library that most JavaScript verifiers of credentials are built on. */
function nobleVerify() {
  const { secretKey, publicKey } = ed25519.keygen();
  const message = new Uint8Array(randomBytes(64));
  const signature = ed25519.sign(message, secretKey);
  return {
    name: "peer: @noble/curves Ed25519 verify, the signature alone",
    run: () => times(16, () => ed25519.verify(signature, message, publicKey)),
  };
}

function firstInProcess(file: Uint8Array, trust: object, now: number): number {
  const script = fileURLToPath(new URL("first.ts", import.meta.url));
  const input = JSON.stringify({ bundle: Buffer.from(file).toString("utf8"), trust, now });
  return Number(execFileSync(process.execPath, [script], { input, encoding: "utf8" }));
}

function cycle<T>(items: readonly T[]): () => T {
  let at = 0;
  return () => {
    const item = items[at++ % items.length];
    if (item === undefined) throw new Error("nothing to go round");
    return item;
  };
}

function times(count: number, act: () => void): number {
  for (let i = 0; i < count; i++) act();
  return count;
}
