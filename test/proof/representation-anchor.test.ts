import { expect } from "chai";
import { NO_FACTS } from "../../src/proof/facts.ts";
import type { SealedDocument } from "../../src/proof/sealed-document.ts";
import { representationChecks } from "../../src/proof/verify/representation.ts";
import { moved, told } from "../vectors/make/moved-house.ts";
import { detailOf, summary } from "./judge.ts";
import { type DocumentQuestion, judgeDocument } from "./judge-document.ts";
import { type DocumentOptions, type PaperDocument, paperDocument } from "./paper/document.ts";
import { digest } from "./paper/keys.ts";
import { paperList } from "./paper/list.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOTHING, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const online = { level: "online" } as const;
const refused = "invalid | seal.anchor seal.anchor_refused";
const notVouched = "indeterminate | seal.anchor seal.not_vouched";

describe("proof: the anchor of a document", () => {
  let world: Paper;
  let own: PaperDocument;
  before(async () => {
    world = await paper();
    own = paperDocument(world);
  });

  const judged = (document: SealedDocument, question: DocumentQuestion = {}): string =>
    summary(judgeDocument(world, document, question));
  const offline = (options: DocumentOptions): string => judged(paperDocument(world, options).document);

  it("is refused by the check that refuses a certificate's, and the detail names it", () => {
    const cases: readonly (readonly [DocumentOptions, string])[] = [
      [{ words: { record: NOTHING } }, "anchor.record anchor.not_anchored"],
      [{ words: { record: digest("another") } }, "anchor.record anchor.record_mismatch"],
      [{ words: { member: { closedAt: ANCHORED } } }, "anchor.member anchor.member_unknown"],
      [{ words: { scope: { notAfter: ANCHORED } } }, "anchor.scope anchor.out_of_scope"],
      [{ words: { scope: { notBefore: 0, notAfter: 0 } } }, "anchor.scope anchor.out_of_scope"],
      [{ words: { maker: { compromisedSince: ANCHORED } } }, "anchor.officers anchor.officer_compromised"],
      [{ words: { roles: { checker: "maker" } } }, "anchor.officers anchor.below_threshold"],
      [{ signers: ["maker"] }, "anchor.officers anchor.below_threshold"],
      [{ anchor: { deadline: ANCHORED - 1 } }, "anchor.officers anchor.signature_bad"],
    ];
    for (const [options, line] of cases) {
      const report = judgeDocument(world, paperDocument(world, options).document);
      expect(summary(report), line).to.equal(refused);
      const [name, code] = line.split(" ");
      expect(detailOf(report, "seal.anchor")).to.deep.equal({ checks: [{ name, code }] });
    }
  });

  it("stays good where a member, scope or officer ended a second later", () => {
    const at = ANCHORED + 1;
    for (const words of [
      { member: { closedAt: at } },
      { scope: { notAfter: at } },
      { maker: { compromisedSince: at } },
    ])
      expect(offline({ words })).to.equal("valid");
  });

  it("is refused for a document that a limited officer may not sign", () => {
    const limit = { notBefore: ANCHORED, notAfter: ANCHORED + HOUR, compromisedSince: 0 };
    expect(offline({ words: { makerLimit: limit } })).to.equal("valid");
    expect(offline({ words: { makerLimit: { ...limit, notAfter: ANCHORED } } })).to.equal(refused);
  });

  it("is refused where its record does not stand in the log as claimed", () => {
    const log = { ...own.proof.log, path: own.proof.log.path.toReversed() };
    expect(offline({ proof: { log } })).to.equal(refused);
  });

  it("must come after the certificate's own, of which a document holds the proof", () => {
    for (const logIndex of [2, 3])
      expect(offline({ record: { logIndex } })).to.equal("invalid | seal.anchor seal.before_certificate");
    expect(offline({ record: { logIndex: 5 } })).to.equal("valid");
  });

  it("may be proven at a block before that of the certificate's evidence, at it, or after it", () => {
    for (const number of [39, 40, 60]) expect(offline({ block: { number, time: CAPTURED } })).to.equal("valid");
    expect(offline({ block: { number: 20, time: CAPTURED - DAY } })).to.equal("valid");
  });

  it("is vouched for as the level demands", async () => {
    expect(offline({ cosigners: [] })).to.equal(notVouched);
    expect(offline({ cosigners: ["stranger"] })).to.equal(notVouched);
    const two = await paper({ witnesses: ["court", "bank"], quorum: 2 });
    const one = paperDocument(two, { cosigners: ["court"] }).document;
    const at = (level: "snapshot" | "archival") => summary(judgeDocument(two, one, { level }));
    expect([at("snapshot"), at("archival")]).to.deep.equal(["valid", notVouched]);
  });

  it("needs proof of exactly the words it hangs on", () => {
    const { evidence } = own.proof;
    const unproven = "indeterminate | seal.anchor seal.anchor_unproven";
    const count = evidence.accounts.flatMap(({ slots }) => slots).length;
    expect(count).to.equal(7);
    for (let left = 0; left < count; left++) {
      let place = 0;
      const accounts = evidence.accounts.map((account) => ({
        ...account,
        slots: account.slots.filter(() => place++ !== left),
      }));
      expect(offline({ proof: { evidence: { ...evidence, accounts } } })).to.equal(unproven);
    }
    // The certificate's evidence proves another batch, and words beside it.
    expect(offline({ proof: { evidence: world.bundle.evidence } })).to.equal(unproven);
    expect(offline({ words: { codeHash: digest("other code") } })).to.equal(unproven);
  });

  it("needs evidence that reaches to the instant asked about, as the certificate does", async () => {
    const fresh = await paper({ block: { number: 90, time: NOW + MAX_STATUS_AGE } });
    const { document } = paperDocument(fresh);
    const last = CAPTURED + HOUR + MAX_STATUS_AGE;
    const at = (now: number) => summary(judgeDocument(fresh, document, { asOf: now, now: NOW + 2 * MAX_STATUS_AGE }));
    expect(at(last)).to.equal("valid");
    expect(at(last + 1)).to.equal("indeterminate | seal.anchor seal.stale");
  });

  it("answers as long as the certificate does by a status list, unless it was proven earlier", async () => {
    const now = NOW + MAX_STATUS_AGE;
    const lists = [{ mirror: "m", ok: true, list: await paperList(world) }] as const;
    const level = "snapshot";
    const { document } = paperDocument(world, { block: { number: 41, time: CAPTURED } });
    expect(judged(document, { level, facts: { ...NO_FACTS, lists }, now })).to.equal("valid");
    expect(judged(document, { level, now })).to.equal(
      "indeterminate | time.evidence status.stale | seal.anchor seal.stale",
    );
    const { log } = world.bundle;
    const codes = [log.size, log.size + 1].map((size) => {
      const certificate = { ...world.bundle, log: { ...log, size } };
      return representationChecks({ ...document, certificate }, NO_FACTS, world.trust, { level }, now, now).at(-1)
        ?.code;
    });
    expect(codes).to.deep.equal(["seal.ok", "seal.stale"]);
  });

  describe("online", () => {
    it("is asked of the verifier's own node", () => {
      expect(judged(own.document, { ...online, facts: own.node() })).to.equal("valid");
      const facts = world.node();
      expect(judged(own.document, { ...online, facts })).to.equal(notVouched);
      // What the node says of the certificate is no answer about the document, whatever stands in it.
      const { representation: node = null } = own.node();
      const lines = representationChecks(own.document, { node }, world.trust, online, NOW);
      expect(lines.at(-1)).to.include({ result: "error", code: "seal.not_vouched" });
      const representation = { ok: false, code: "chain.unreachable" } as const;
      expect(judged(own.document, { ...online, facts: { ...facts, representation } })).to.equal(notVouched);
    });

    it("is refused where the node knows better", () => {
      const at = (words: DocumentOptions["words"] & object) =>
        judged(own.document, { ...online, facts: own.node({ words }) });
      expect(at({ record: NOTHING })).to.equal(refused);
      expect(at({ checker: { compromisedSince: ANCHORED } })).to.equal(refused);
      expect(at({ checker: { compromisedSince: ANCHORED + 1 } })).to.equal("valid");
    });

    it("is not taken from a node that tells of another anchor, or of another chain", () => {
      const facts = { ...world.node(), representation: world.node().node };
      expect(judged(own.document, { ...online, facts })).to.contain("indeterminate | seal.anchor");
      const fork = own.node({ facts: { ancestor: { hash: digest("another"), log: null } } });
      expect(judged(own.document, { ...online, facts: fork })).to.equal(notVouched);
    });
  });

  describe("of an installation that was closed", () => {
    it("counts up to the final state, and the node of the one that continues it tells what came to light", () => {
      const { trust } = moved(world);
      const asking = (facts: PaperDocument["node"]) => {
        const head = facts({ block: { number: 9, time: NOW } }).representation;
        if (!head?.ok) throw new Error("a node that answers");
        const registryId = trust.networks[1]!.registryId;
        const representation = { ok: true, facts: { ...head.facts, registryId, ancestor: null } } as const;
        return { ...told(world, { block: { number: 9, time: NOW } }), representation };
      };
      expect(judged(own.document, { ...online, trust, facts: asking(own.node) })).to.equal("valid");
      const compromised = (later = {}) => own.node({ ...later, words: { maker: { compromisedSince: ANCHORED } } });
      expect(judged(own.document, { ...online, trust, facts: asking(compromised) })).to.equal(refused);
      expect(judged(own.document, { trust })).to.equal("valid");
    });

    it("is worth nothing with evidence from after the final state", () => {
      const { trust } = moved(world);
      const late = paperDocument(world, { block: { number: 46, time: CAPTURED + HOUR + 1 } }).document;
      expect(judged(late, { trust })).to.equal("indeterminate | seal.anchor seal.not_vouched");
    });
  });
});
