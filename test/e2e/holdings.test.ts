import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { Anchor } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { Network } from "../../src/domain/network.ts";
import type { StatusChange } from "../../src/domain/status.ts";
import { requestOf } from "../../src/ledger/evm/calls.ts";
import { readFounding } from "../../src/ledger/evm/deployment.ts";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import { sign } from "../../src/ledger/evm/transaction.ts";
import type { Call, Ledger } from "../../src/ledger/ledger.ts";
import { DEMO_ISSUERS, DEMO_MEMBERS } from "../../src/main/demo/plan.ts";
import { codeHashesOf, openReader } from "../../src/main/node.ts";
import { memberIdOf, typeIdOf } from "../../src/proof/ids.ts";
import { anchorMessage, statusMessage } from "../../src/proof/messages.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import type { SignedOrder } from "../../src/service/officers.ts";
import type { Payloads } from "../../src/service/payloads.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { settled } from "../service/harness.ts";
import { type Demo, LICENCE } from "./demo.ts";
import { change, type Issued, issue } from "./newcomer.ts";
import { type Shown, Thief } from "./thief.ts";
import { shared } from "./worlds.ts";

const hash = (text: string): Hex => toHex(keccak256(Buffer.from(text)));
const now = (): number => Math.floor(Date.now() / 1000);
const textIn = async (path: string): Promise<string> => (await readFile(path, "utf8")).trim();

/** Refused for want of officers, not for a slip of the thief's. */
const REFUSALS = ["MemberRegistryOfficerNotValid", "MemberRegistryTooFewSigners"];
/** Of a member that may anchor nothing at all. */
const NO_SCOPE = ["MemberRegistryOutOfScope"];
/** Status of a transaction's receipt. */
const REVERTED = "0x0";

describe("e2e: what the service holds", function () {
  this.timeout(240_000);
  let demo: Demo;
  let network: Network;
  let ledger: Ledger;
  let certificate: Issued;
  let thief: Thief;

  before(async () => {
    demo = await shared("ours");
    const owner = DEMO_MEMBERS[0]?.code;
    await settled(async () => (await demo.ask(`/v1/seals/${owner}001`)).text.includes('"state":"active"'));
    certificate = await issue(demo, "coveted.json");
    await change(demo, "suspend", certificate, "investigation");
    await change(demo, "resume", certificate, "lifted");
    const founding = (await readFounding(demo.deployment))!;
    network = founding.network;
    ledger = await openReader(httpRpc({ url: demo.rpc }), network, codeHashesOf(founding));
    thief = await Thief.rob(join(demo.dataDir, "service"), network);
  });

  after(() => ledger.close());

  const officers = () =>
    DEMO_ISSUERS.flatMap(({ id }) => ["maker", "checker"].map((role) => demo.signer(`${id}-${role}`)));

  /** The registry's answer to a call; it never gets as far as a transaction. */
  async function refusal(call: Call): Promise<unknown> {
    try {
      await ledger.submit(call);
    } catch (error) {
      return Object(error).detail?.error;
    }
    return "it was taken";
  }

  /** Has it mined whatever a node would say before; anyone may send a transaction. Gives the receipt's status. */
  async function mined(call: Call): Promise<string> {
    const rpc = httpRpc({ url: demo.rpc });
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const address = addressOf(secret);
    const signer = { address, sign: async (message: Uint8Array) => signDigest(secret, keccak256(message)) };
    const terms = { chainId: network.chainId, nonce: 0, fee: 0n };
    const { raw } = await sign(signer, requestOf(network, address, call), terms);
    const transaction = await rpc("eth_sendRawTransaction", [raw]);
    return Object(await rpc("eth_getTransactionReceipt", [transaction])).status;
  }

  /** Asks an officer's signer with the token that the service's process has. */
  async function asked(
    signer: string,
    path: string,
    body: object | string,
    type = "application/json",
  ): Promise<{ status: number; code: string }> {
    const authorization = `Bearer ${await textIn(join(signer, "service.token"))}`;
    const response = await fetch(new URL(path, await textIn(join(signer, "endpoint"))), {
      method: "POST",
      headers: { "content-type": type, authorization },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const { code = "signed" } = await response.json();
    return { status: response.status, code };
  }

  /** Asks for the signature of an anchor. */
  async function shown(signer: string, { documents, ...head }: Shown): Promise<{ status: number; code: string }> {
    const lines = [head, ...documents].map((line) => `${JSON.stringify(line)}\n`);
    return asked(signer, "/sign/anchor", lines.join(""), "application/x-ndjson");
  }

  /** What of the loot has to do with one member: its hosted keys, what its officers signed, and the relayer's key. */
  async function lootOf(member: string): Promise<Pick<Thief, "keys" | "signatures">> {
    const own = ["maker", "checker"].map((role) => textIn(join(demo.signer(`${member}-${role}`), "address")));
    const addresses = await Promise.all(own);
    const keys = thief.keys.filter(({ info }) => info.name.startsWith(`${member}-`) || info.purpose === "transaction");
    return { keys, signatures: thief.signatures.filter(({ signer }) => addresses.includes(signer)) };
  }

  it("has keys worth stealing, and none of an officer, the council or the witness", async () => {
    const purposes = new Set(thief.keys.map(({ info }) => info.purpose));
    // `authority` signs document certificates of the demo, `seal` documents; the three others of seals make and use electronic ones: none is
    // on chain.
    const onChain = ["batch", "credential", "status", "transaction"];
    const known = [...onChain, "authority", "seal", "seal-authority", "seal-maker", "sealing"].sort();
    expect([...purposes].sort()).to.deep.equal(known);
    const addresses = await Promise.all(officers().map((signer) => textIn(join(signer, "address"))));
    expect(thief.keys.filter(({ secret }) => addresses.includes(addressOf(secret)))).to.deep.equal([]);
    expect(thief.signatures.length).to.be.greaterThan(8);
  });

  it("knows no other party's passphrase, nor a token by which an officer acts", async () => {
    const parties = [...officers(), join(demo.dataDir, "witness"), join(demo.dataDir, "council", "council-1")];
    const secrets = await Promise.all([
      ...parties.map((party) => textIn(join(party, "passphrase"))),
      ...officers().map((signer) => textIn(join(signer, "officer.token"))),
    ]);
    const held = thief.files + JSON.stringify(thief.records);
    expect(held).to.include(await textIn(join(demo.dataDir, "service", "passphrase")));
    expect(secrets.filter((secret) => held.includes(secret))).to.deep.equal([]);
  });

  it("Everything the service holds can't anchor for any demo member", async () => {
    const { size } = await ledger.logState();
    for (const member of DEMO_MEMBERS) {
      const anchor: Anchor = {
        memberId: memberIdOf(member.code),
        officerEpoch: 1,
        batchId: hash(`forged for ${member.id}`),
        root: hash("forged"),
        size: 16,
        hashSuite: 1,
        typeId: typeIdOf(member.scope[0] ?? ""),
        ...signingWindow(now()),
      };
      const message = anchorMessage(network, anchor);
      // All of it for one member; for each of the others what has to do with it.
      const whole = member === DEMO_MEMBERS[0];
      const tries = thief.tries(message, whole ? thief : await lootOf(member.id));
      expect(tries.length).to.be.greaterThan(whole ? 500 : 1);
      const refusals = member.scope.length === 0 ? NO_SCOPE : REFUSALS;
      for (const signatures of tries) {
        expect(await refusal({ kind: "anchor", anchor, signatures }), member.id).to.be.oneOf(refusals);
      }
      const signatures = thief.signAll(message).slice(0, 2);
      expect(await mined({ kind: "anchor", anchor, signatures }), member.id).to.equal(REVERTED);
    }
    expect((await ledger.logState()).size, "nothing was logged").to.equal(size);
  });

  it("can't suspend or revoke either", async () => {
    const { batchId } = thief.payload("certificate.placed", certificate.id);
    const { memberId } = thief.payload("batch.signed", batchId).anchor;
    for (const to of [1, 2]) {
      const order: StatusChange = {
        memberId,
        actingMemberId: memberId,
        officerEpoch: 1,
        batchId,
        ranges: [{ first: 0, count: 16 }],
        to,
        reason: 0,
        successor: NO_CELL,
        expectedHead: await ledger.statusHead(memberId, batchId),
        ...signingWindow(now()),
      };
      // One officer would be enough to suspend, two to revoke.
      const tries = thief.tries(statusMessage(network, order)).filter(({ length }) => length <= to);
      for (const signatures of tries) {
        expect(await refusal({ kind: "status", change: order, signatures })).to.be.oneOf(REFUSALS);
      }
      const signatures = thief.signatures.slice(0, 2);
      expect(await mined({ kind: "status", change: order, signatures })).to.equal(REVERTED);
    }
  });

  it("can't have a change of status carried out a second time", async () => {
    const before = thief.records.filter(({ kind }) => kind === "status.signed");
    expect(before.length).to.be.greaterThan(1);
    for (const { payload } of before) {
      const { change: old, signatures } = payload as unknown as Payloads["status.signed"];
      const head = await ledger.statusHead(old.memberId, old.batchId);
      expect(await mined({ kind: "status", change: old, signatures })).to.equal(REVERTED);
      expect(await ledger.statusHead(old.memberId, old.batchId)).to.equal(head);
    }
  });

  it("gets no signature for a bare root, an unapproved draft, or a certificate that was anchored before", async () => {
    const bare: Shown = { ...thief.request(certificate.id, hash("bare")), documents: [] };
    const again = thief.request(certificate.id, hash("another batch"));
    const documents = again.documents.map(({ approval, ...document }) => {
      const signature = thief.consent(approval.approval);
      return { ...document, approval: { ...approval, officer: thief.address, signature } };
    });
    for (const role of ["maker", "checker"]) {
      const signer = demo.signer(`approval-bureau-${role}`);
      const answers = [bare, { ...again, documents }, again].map((request) => shown(signer, request));
      const codes = (await Promise.all(answers)).map(({ code }) => code);
      expect(codes, role).to.deep.equal(["signer.refused", "signer.refused", "signer.conflict"]);
    }
  });

  it("gets no consent and no order from a maker's signer, and no change of status that no maker ordered", async () => {
    const signer = demo.signer("approval-bureau-maker");
    const { draft } = thief.payload("certificate.drafted", certificate.id);
    const { orderId: _, to: __, reason: ___, ...ordered } = thief.payload("status.ordered", certificate.id);
    for (const [path, body] of [
      ["/approve", { draft }],
      ["/order", ordered.order],
    ] as const) {
      expect(await asked(signer, path, body)).to.deep.equal({ status: 401, code: "auth.invalid" });
    }
    const { change: old } = thief.payload("status.signed", certificate.id);
    const revoke = { ...old, to: 2, ...signingWindow(now()) };
    const forged: SignedOrder = { ...ordered, order: { ...ordered.order, to: 2 } };
    for (const orders of [[], [ordered], [forged], [{ ...forged, officer: thief.address }]]) {
      expect((await asked(signer, "/sign/status", { change: revoke, orders })).code).to.equal("signer.refused");
    }
  });

  it("gets nothing approved by the API keys alone: a maker's key at the door is not a maker's signature", async () => {
    const drafted = await demo.ask("/v1/certificates", { as: "approval-bureau-clerk", body: LICENCE });
    const { id, draftDigest } = drafted.json() as unknown as CertificateView;
    const { approval } = thief.approval(certificate.id);
    const maker = (await textIn(join(demo.signer("approval-bureau-maker"), "address"))) as Hex;
    const approvedAt = now();
    const signature = thief.consent({ ...approval, draft: draftDigest, approvedAt });
    for (const [officer, code] of [
      [maker, "schema.mismatch"],
      [thief.address, "policy.officer"],
    ] as const) {
      const body = { officer, approvedAt, signature };
      const answer = await demo.ask(`/v1/certificates/${id}/approve`, { as: "approval-bureau-maker", body });
      expect(answer.json().code).to.equal(code);
    }
    const view = await demo.ask(`/v1/certificates/${id}`, { as: "approval-bureau-maker" });
    expect(view.json().state).to.equal("awaiting_approval");
  });
});
