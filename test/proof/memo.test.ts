import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { bundleText } from "../../src/proof/build.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { MAX_BUNDLE_BYTES, parseBundle } from "../../src/proof/parse.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { Pool } from "../../src/proof/pool.ts";
import { isSealed, remember, seal } from "../../src/proof/sealed.ts";
import { createVerifier, type Verifier } from "../../src/proof/verifier.ts";
import { verify } from "../../src/proof/verify.ts";
import { DAY, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const bytesOf = (bundle: Bundle): Uint8Array => utf8(bundleText(bundle));
const ARCHIVAL = { level: "archival" } as const;

/** Members that certificates of a batch share, whose judgement is remembered. */
const SHARED = [
  "anchor",
  "contexts",
  "evidence",
  "keys",
  "log",
  "member",
  "statusChanges",
  "types",
  "checkpoint",
] as const;

/** The report, or the code and detail of the error, of one way to verify these bytes. */
function outcome(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { code: error.code, detail: error.detail };
  }
}

function expectSame(verifier: Verifier, world: Paper, bytes: Uint8Array, where: string): void {
  const plain = outcome(() => verify(parseBundle(bytes), NO_FACTS, world.trust, ARCHIVAL, NOW));
  const known = outcome(() => verifier.verify(verifier.parse(bytes), NO_FACTS, ARCHIVAL, NOW));
  expect(known, where).to.deep.equal(plain);
  const atOnce = outcome(() => verifier.judge(bytes, NO_FACTS, ARCHIVAL, NOW));
  expect(atOnce, `${where}, judged at once`).to.deep.equal(plain);
}

describe("proof: a verifier that remembers", () => {
  let world: Paper;
  let verifier: Verifier;

  before(async () => {
    world = await paper();
    verifier = createVerifier(world.trust);
    const report = verifier.verify(verifier.parse(bytesOf(world.bundle)), NO_FACTS, ARCHIVAL, NOW);
    expect(report.verdict).to.equal("valid");
  });

  it("gives a stranger's certificate nothing of what it knows of ours, whatever parts are exchanged", async () => {
    const stranger = (await paper({ owner: "stranger" })).bundle;
    for (const name of SHARED) {
      const mixed = { ...stranger, [name]: world.bundle[name] };
      expectSame(verifier, world, bytesOf(mixed), `the stranger's with our ${name}`);
      expect(verifier.verify(mixed, NO_FACTS, ARCHIVAL, NOW).verdict, name).to.not.equal("valid");
      expectSame(
        verifier,
        world,
        bytesOf({ ...world.bundle, [name]: stranger[name] }),
        `ours with the stranger's ${name}`,
      );
    }
    const own = {
      manifest: world.bundle.manifest,
      path: world.bundle.path,
      representations: world.bundle.representations,
    };
    expectSame(verifier, world, bytesOf({ ...stranger, ...own }), "our certificate in the stranger's batch");
  });

  it("refuses text that only looks like a known bundle with another certificate in it", () => {
    const text = bundleText(world.bundle);
    const forms = [
      text.replace('"manifest":{', '"manifest":{},"manifest":{'),
      text.replace('"path":[', '"path":[],"x":['),
      text.replace('"representations":[', '"representations":[],"representations":['),
      text.replace('"index":5', '"index":5e0'),
      text.replace('"index":5', '"index":5 '),
      text.replace('"index":5', '"index":05'),
      text.replace('"representations":[{', '"representations":[{"__proto__":{},'),
      text.replace("环翠区", "\\ud800"),
      `${text} `,
      ` ${text}`,
      text.slice(0, -1),
      `${text}}`,
      JSON.stringify(JSON.parse(text), null, 1),
    ];
    for (const form of forms) {
      expect(form).to.not.equal(text);
      expectSame(verifier, world, utf8(form), form);
    }
    const wrong = bytesOf(world.bundle);
    wrong[utf8(text.slice(0, text.indexOf("环翠区"))).length] = 0xff;
    expectSame(verifier, world, wrong, "bytes that are no UTF-8");
  });

  it("refuses a file that is too long for a bundle, however well its beginning and end are known", () => {
    const [representation] = world.bundle.representations;
    const credential = { ...representation!.credential, x: "x".repeat(MAX_BUNDLE_BYTES) };
    const representations = [{ ...representation!, credential }];
    const bytes = bytesOf({ ...world.bundle, representations });
    expect(outcome(() => parseBundle(bytes))).to.include({ code: "bundle.too_large" });
    const own = createVerifier(world.trust);
    own.parse(bytesOf(world.bundle));
    expectSame(own, world, bytes, "a long file");
  });

  it("cuts the signed text out of the file only where it is sure to be that of the credential", () => {
    const [representation] = world.bundle.representations;
    const { credential } = representation!;
    const inside = { ...(credential.credentialSubject as object), proof: { relatedResource: [] } };
    const forms = [
      { ...credential, credentialSubject: inside },
      { ...credential, proof: { ...(credential.proof as object), relatedResource: [] } },
      { ...credential, proof: [credential.proof] },
      Object.fromEntries(Object.entries(credential).filter(([name]) => name !== "proof")),
      Object.fromEntries(Object.entries(credential).filter(([name]) => name !== "relatedResource")),
      { proof: credential.proof },
    ] as JsonObject[];
    for (const form of [credential, ...forms]) {
      const representations = [{ ...representation!, credential: form }];
      expectSame(verifier, world, bytesOf({ ...world.bundle, representations }), JSON.stringify(form));
    }
  });

  it("follows a proof of inclusion as far as it must, and believes no other node of it", () => {
    const { path } = world.bundle;
    const flip = (hex: string) => `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}` as Hex;
    path.forEach((sibling, level) => {
      const wrong = path.map((node, i) => (i === level ? flip(sibling) : node));
      expectSame(verifier, world, bytesOf({ ...world.bundle, path: wrong }), `another node at level ${level}`);
    });
    for (const wrong of [path.slice(1), path.slice(0, -1), [...path, ...path.slice(0, 1)], []]) {
      expectSame(verifier, world, bytesOf({ ...world.bundle, path: wrong }), `${wrong.length} nodes`);
    }
    const manifest = { ...world.bundle.manifest, index: world.bundle.manifest.index ^ 1 };
    expectSame(verifier, world, bytesOf({ ...world.bundle, manifest }), "the neighbour's place");
  });

  it("reads manifest and path by their places as the parser does, whichever byte is another", () => {
    const text = bundleText(world.bundle);
    const [from, to] = [text.indexOf('"manifest":'), text.indexOf('"registryId":', text.indexOf('"path":'))];
    for (let at = from; at < to; at++) {
      for (const other of ['"', "0", "g", "9", "]", " "]) {
        const bytes = utf8(text.slice(0, at) + other + text.slice(at + 1));
        const plain = outcome(() => parseBundle(bytes));
        expect(
          isDeepStrictEqual(
            outcome(() => verifier.parse(bytes)),
            plain,
          ),
          `${other} at ${at}`,
        ).to.equal(true);
      }
    }
    for (const index of ["05", "-5", "5.0", "1048576", "9999999999999999"]) {
      const bytes = utf8(text.replace('"index":5', `"index":${index}`));
      expect(
        outcome(() => verifier.parse(bytes)),
        index,
      ).to.deep.equal(outcome(() => parseBundle(bytes)));
    }
  });

  it("answers each level, instant and node by itself", async () => {
    const revoked = world.node({ changes: [{ to: "revoked", time: NOW - 60 }] });
    for (const level of LEVELS) {
      for (const facts of [NO_FACTS, world.node(), revoked]) {
        for (const now of [NOW, NOW + 30 * DAY]) {
          const policy = { level };
          const report = verifier.verify(verifier.parse(bytesOf(world.bundle)), facts, policy, now);
          expect(report).to.deep.equal(verify(world.bundle, facts, world.trust, policy, now));
        }
      }
    }
  });

  it("reads what two certificates of a batch share once, and only where every byte is the same", async () => {
    const first = verifier.parse(bytesOf(world.bundle));
    const representations = [{ ...world.bundle.representations[0]!, salt: `0x${"00".repeat(16)}` as const }];
    const second = verifier.parse(bytesOf({ ...world.bundle, representations }));
    expect(second.evidence).to.equal(first.evidence);
    expect(second.representations).to.deep.equal(representations);
    const later = verifier.parse(bytesOf((await paper({ block: { number: 41, time: NOW } })).bundle));
    expect(later.evidence).to.not.equal(first.evidence);
    expect(later.types, "what is the same in both").to.equal(first.types);
  });

  it("leaves the caller's bundle and trust file as they are, and is not moved by what becomes of them", () => {
    const trust = structuredClone(world.trust);
    const bundle = structuredClone(world.bundle);
    const own = createVerifier(trust);
    expect(own.verify(bundle, NO_FACTS, ARCHIVAL, NOW).verdict).to.equal("valid");
    expect([trust, bundle, bundle.evidence].some((object) => isSealed(object) || Object.isFrozen(object))).to.equal(
      false,
    );
    (trust.networks[0] as { witnesses: object }).witnesses = { quorum: 9, keys: [] };
    expect(own.verify(bundle, NO_FACTS, ARCHIVAL, NOW).verdict).to.equal("valid");
    (bundle.anchor as { time: number }).time += 1;
    expect(own.verify(bundle, NO_FACTS, ARCHIVAL, NOW)).to.deep.equal(
      verify(bundle, NO_FACTS, world.trust, ARCHIVAL, NOW),
    );
  });

  it("knows a limited number of batches by their text, and reads all others the same", () => {
    const own = createVerifier(world.trust);
    for (let i = 0; i < 260; i++) {
      const batchId = `0x${i.toString(16).padStart(64, "0")}` as const;
      const bytes = bytesOf({ ...world.bundle, manifest: { ...world.bundle.manifest, batchId } });
      for (const _ of ["new", "known"]) expect(own.parse(bytes)).to.deep.equal(parseBundle(bytes));
    }
    expectSame(own, world, bytesOf(world.bundle), "the first is the oldest by now");
  });

  it("begins anew with its copies when they are too many", () => {
    const pool = new Pool(100_000);
    const first = pool.share(world.bundle);
    expect(pool.share(structuredClone(world.bundle)).evidence).to.equal(first.evidence);
    const other = (text: string): Bundle => ({
      ...world.bundle,
      contexts: [{ id: text, document: { text: text.repeat(20_000) } }],
    });
    for (const text of ["a", "b", "c", "d", "e"]) expect(pool.share(other(text))).to.deep.equal(other(text));
    const again = pool.share(structuredClone(world.bundle));
    expect(again.evidence).to.not.equal(first.evidence);
    expect(again).to.deep.equal(world.bundle);
  });

  it("does not copy a member that is larger than a pool should hold", () => {
    const pool = new Pool();
    const text = "x".repeat(2 ** 20 + 1);
    const bundle = { ...world.bundle, contexts: [{ id: "large", document: { text } }] };
    const shared = pool.share(bundle);
    expect(shared.contexts).to.equal(bundle.contexts);
    expect(isSealed(shared.contexts)).to.equal(false);
    expectSame(createVerifier(world.trust), world, bytesOf(bundle), "a large context");
  });
});

describe("proof: remember", () => {
  const counted = () => {
    const calls: unknown[][] = [];
    const sum = remember((a: { readonly n: number }, ...rest: unknown[]) => calls.push([a, ...rest]));
    return { calls, sum };
  };

  it("computes once for the same sealed objects and equal values, whatever a member's depth", () => {
    const { calls, sum } = counted();
    const { inner } = seal({ inner: { n: 1 } });
    sum(inner);
    sum(inner);
    sum(inner, "a", 1);
    sum(inner, "a", 1);
    sum(inner, "a", "1");
    expect(calls).to.have.length(3);
  });

  it("computes afresh where an object is not sealed, though it be frozen or equal", () => {
    const { calls, sum } = counted();
    const sealed = seal({ n: 1 });
    for (const open of [{ n: 1 }, Object.freeze({ n: 1 })]) {
      sum(open);
      sum(open);
      sum(sealed, open);
      sum(sealed, open);
    }
    sum(seal({ n: 1 }));
    sum(seal({ n: 1 }));
    expect(calls).to.have.length(10);
  });

  it("remembers nothing of what failed", () => {
    let calls = 0;
    const failing = remember((_: object) => {
      calls += 1;
      throw new Error("no");
    });
    const sealed = seal({});
    expect(() => failing(sealed)).to.throw("no");
    expect(() => failing(sealed)).to.throw("no");
    expect(calls).to.equal(2);
  });

  it("makes what it seals unchangeable to the last member", () => {
    const value = seal({ list: [{ n: 1 }] });
    expect(() => value.list.push({ n: 2 })).to.throw(TypeError);
    expect(() => Object.assign(value.list[0]!, { n: 2 })).to.throw(TypeError);
  });
});
