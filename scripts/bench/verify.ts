import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { CELLS_PER_WORD } from "../../src/domain/status.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { createVerifier, type Verifier } from "../../src/proof/verifier.ts";
import type { IssuedBatch } from "./batch.ts";
import { goal } from "./goals.ts";
import { type Contender, grouped, heading, mark, medianOf, race } from "./mark.ts";
import { cycle, digitalbazaar, jose, nobleVerify, rawVerify, sm2Verifiers, times } from "./peers.ts";

const ARCHIVAL = { level: "archival" } as const;

/** Full verification from text, beside other verifiers and the signature that can't be left out. */
export async function benchVerify(batch: IssuedBatch, batchSigned: IssuedBatch): Promise<void> {
  const { files } = batch;
  const now = batch.world.clock();
  const bundles = files.map(parseBundle);
  const contenders = [
    rawVerify(),
    known("full: certificates of a batch whose evidence is known", batch),
    known("full, signed as a batch: the same without own proofs", batchSigned),
    digitalbazaar(bundles, now),
    await jose(bundles),
    nobleVerify(),
    whole(batch),
    first(batch),
  ];
  const marks = await race("verify", contenders);
  heading(`verify: ${grouped(files.length)} certificates of one batch, from bundle text, offline at level archival`);
  const [raw, full, signedAsBatch, eddsa, jws] = marks;
  for (const one of marks) mark(one, { raw, "eddsa-jcs": eddsa, jose: jws });
  const times = Array.from({ length: 3 }, (_, i) =>
    firstInProcess(files[i * 7] ?? new Uint8Array(), batch.world.trust, now),
  );
  mark({ name: "full, first of a new process (cold evidence, cold code)", perSecond: 1000 / medianOf(times) }, { raw });
  const ratio = (a = raw, b = raw): number => (a?.perSecond ?? 0) / (b?.perSecond ?? 1);
  goal("full verify × raw Ed25519 verify", ratio(full), 0.65);
  goal("full verify × @digitalbazaar/vc eddsa-jcs-2022", ratio(full, eddsa), 1.25);
  goal("verify of a batch-signed certificate × raw Ed25519 verify", ratio(signedAsBatch), 1.8);
}

/** SM2 by itself. */
export async function benchSm2(): Promise<void> {
  const marks = await race("SM2", sm2Verifiers());
  heading("SM2 with SM3 and the ID 1234567812345678: verify, the signature alone");
  const [peer, ours] = marks;
  for (const one of marks) mark(one, { "sm-crypto-v2": peer });
  goal("SM2 verify × sm-crypto-v2 as it comes", (ours?.perSecond ?? 0) / (peer?.perSecond ?? 1), 3);
}

/** Every certificate once, by a verifier that has met one for each status word of the batch. */
function known(name: string, { world, files }: IssuedBatch): Contender {
  const words = new Map(files.map((file) => [wordOf(parseBundle(file)), file]));
  const met = new Set(words.values());
  const rest = files.filter((file) => !met.has(file));
  let verifier = createVerifier(world.trust);
  return {
    name,
    prepare() {
      verifier = createVerifier(world.trust);
      for (const file of met) judge(verifier, file, world.clock());
    },
    run() {
      for (const file of rest) judge(verifier, file, world.clock());
      return rest.length;
    },
  };
}

const wordOf = ({ manifest }: Bundle): number => Math.floor(manifest.index / CELLS_PER_WORD);

/** Every certificate once, by a verifier that has met none. */
function whole({ world, files }: IssuedBatch): Contender {
  return {
    name: "full, all of the batch, evidence included",
    run() {
      const verifier = createVerifier(world.trust);
      for (const file of files) judge(verifier, file, world.clock());
      return files.length;
    },
  };
}

function first({ world, files }: IssuedBatch): Contender {
  const next = cycle(files);
  return {
    name: "full, the first of its batch (cold evidence, warm code)",
    run: () => times(4, () => judge(createVerifier(world.trust), next(), world.clock())),
  };
}

function judge(verifier: Verifier, file: Uint8Array, now: number): void {
  const { verdict } = verifier.judge(file, NO_FACTS, ARCHIVAL, now);
  if (verdict !== "valid") throw new Error(`a certificate of the batch is ${verdict}`);
}

/** Milliseconds of CPU. */
function firstInProcess(file: Uint8Array, trust: TrustFile, now: number): number {
  const script = fileURLToPath(new URL("first.ts", import.meta.url));
  const input = JSON.stringify({ bundle: Buffer.from(file).toString("utf8"), trust, now });
  return Number(execFileSync(process.execPath, [script], { input, encoding: "utf8" }));
}
