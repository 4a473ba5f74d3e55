import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { Anchor, OfficerSignature } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import type { Network } from "../../src/domain/network.ts";
import type { StatusChange } from "../../src/domain/status.ts";
import { decodeKey, type OpenedKey } from "../../src/keys/file/key-file.ts";
import { DEFAULT_COSTS, openMaster } from "../../src/keys/file/master.ts";
import { requestOf } from "../../src/ledger/evm/calls.ts";
import { readFounding } from "../../src/ledger/evm/deployment.ts";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import { sign } from "../../src/ledger/evm/transaction.ts";
import type { Call, Ledger } from "../../src/ledger/ledger.ts";
import { DEMO_MEMBERS } from "../../src/main/demo/plan.ts";
import { codeHashesOf, openReader } from "../../src/main/node.ts";
import { batchTree } from "../../src/proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../src/proof/bundle.ts";
import { jcsBytes, memberIdOf, typeIdOf } from "../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../src/proof/leaf.ts";
import { anchorMessage, approvalMessage, statusMessage } from "../../src/proof/messages.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import type { AnchorRequest, SignedApproval, SignedOrder } from "../../src/service/officers.ts";
import type { Payloads, RecordKind } from "../../src/service/payloads.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import type { JournalRecord } from "../../src/store/store.ts";
import { type Demo, LICENCE } from "./demo.ts";
import { change, type Issued, issue } from "./newcomer.ts";
import { shared } from "./worlds.ts";

/** What a thief has who took ./data/service whole, and the memory of the service's process. */
interface Loot {
  readonly keys: readonly OpenedKey[];
  readonly records: readonly JournalRecord[];
  /** Everything in the journal that an officer signed. */
  readonly signatures: readonly OfficerSignature[];
}

const hash = (text: string): Hex => toHex(keccak256(Buffer.from(text)));
const now = (): number => Math.floor(Date.now() / 1000);

describe("e2e: what the service holds", function () {
  this.timeout(120_000);
  let demo: Demo;
  let network: Network;
  let ledger: Ledger;
  let certificate: Issued;
  let loot: Loot;
  let dir: string;

  before(async () => {
    demo = await shared("ours");
    certificate = await issue(demo, "coveted.json");
    await change(demo, "suspend", certificate, "investigation");
    await change(demo, "resume", certificate, "lifted");
    const founding = (await readFounding(demo.deployment))!;
    network = founding.network;
    ledger = await openReader(httpRpc({ url: demo.rpc }), network, codeHashesOf(founding));
    dir = await mkdtemp(join(tmpdir(), "yinzheng-loot-"));
    loot = await steal();
  });

  after(async () => {
    await ledger.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function steal(): Promise<Loot> {
    await cp(join(demo.dataDir, "service"), dir, { recursive: true, filter: (path) => !/\/(lock|index)$/.test(path) });
    const passphrase = (await readFile(join(dir, "passphrase"), "utf8")).trim();
    const master = await openMaster(join(dir, "keys"), passphrase, DEFAULT_COSTS, () => expect.fail("it is there"));
    const files = (await readdir(join(dir, "keys"))).filter((name) => name.endsWith(".key.json"));
    const keys = files.map(async (file) =>
      decodeKey(await readFile(join(dir, "keys", file), "utf8"), file.slice(0, -9), master),
    );
    const store = await openLevelStore({ dir: join(dir, "store"), passphrase });
    const records: JournalRecord[] = [];
    for await (const record of store.journal.scan(1)) records.push(record);
    await store.close();
    const signatures: OfficerSignature[] = [];
    JSON.stringify(records, (_name, value: unknown) => {
      const { signer, officer, signature } = Object(value);
      if (typeof signature === "string") signatures.push({ signer: signer ?? officer, signature: signature as Hex });
      return value;
    });
    return { keys: await Promise.all(keys), records, signatures };
  }

  /** The payload of the newest record of that kind about the subject. */
  function payload<K extends RecordKind>(kind: K, subject: string): Payloads[K] {
    const found = loot.records.findLast((record) => record.kind === kind && record.subject === subject);
    return found?.payload as unknown as Payloads[K];
  }

  const officers = () =>
    DEMO_MEMBERS.flatMap(({ id }) => ["maker", "checker"].map((role) => demo.signer(`${id}-${role}`)));
  const textIn = async (path: string): Promise<string> => (await readFile(path, "utf8")).trim();
  const relayer = (): OpenedKey => loot.keys.find(({ info }) => info.purpose === "transaction")!;
  const signedByAll = (message: Uint8Array): readonly OfficerSignature[] =>
    loot.keys.map(({ secret }) => ({
      signer: addressOf(secret),
      signature: toHex(signDigest(secret, keccak256(message))),
    }));

  /** Nothing, each alone, and each pair, of signatures by the stolen keys and of those that lay in the journal. */
  function tries(message: Uint8Array): readonly (readonly OfficerSignature[])[] {
    const all = [...signedByAll(message), ...loot.signatures].sort((a, b) => (a.signer < b.signer ? -1 : 1));
    const pairs = all.flatMap((first, i) =>
      all
        .slice(i + 1)
        .filter(({ signer }) => signer > first.signer)
        .map((second) => [first, second]),
    );
    return [[], ...all.map((one) => [one]), ...pairs];
  }

  const REFUSALS = ["MemberRegistryOfficerNotValid", "MemberRegistryTooFewSigners"];

  /** The registry's answer to a call in this state; it never gets as far as a transaction. */
  async function refusal(call: Call): Promise<unknown> {
    try {
      await ledger.submit(call);
    } catch (error) {
      return Object(error).detail?.error;
    }
    return "it was taken";
  }

  /** Has it mined, as who would not be told no; anyone may send a transaction. Gives the receipt's status. */
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

  /** Asks an officer's signer with the token that the service has. */
  async function asked(
    signer: string,
    path: string,
    body: object,
  ): Promise<{ readonly status: number; readonly code: string }> {
    const response = await fetch(new URL(path, await textIn(join(signer, "endpoint"))), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await textIn(join(signer, "service.token"))}`,
      },
      body: JSON.stringify(body),
    });
    const { code = "signed" } = await response.json();
    return { status: response.status, code };
  }

  it("has keys worth stealing, and none of an officer, the council or the witness", async () => {
    expect(loot.keys.map(({ info }) => info.purpose).sort()).to.deep.equal([
      "credential",
      "credential",
      "credential",
      "transaction",
    ]);
    const addresses = await Promise.all(officers().map((signer) => textIn(join(signer, "address"))));
    expect(loot.keys.filter(({ secret }) => addresses.includes(addressOf(secret)))).to.deep.equal([]);
    expect(loot.signatures.length).to.be.greaterThan(8);
  });

  it("knows no other party's passphrase, nor a token by which an officer acts", async () => {
    const parties = [...officers(), join(demo.dataDir, "witness"), join(demo.dataDir, "council", "council-1")];
    const secrets = await Promise.all([
      ...parties.map((party) => textIn(join(party, "passphrase"))),
      ...officers().map((signer) => textIn(join(signer, "officer.token"))),
    ]);
    const files = await readdir(dir, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), "latin1")),
    );
    const held = `${texts.join("\n")}${JSON.stringify(loot.records)}`;
    expect(held.length).to.be.greaterThan(10_000);
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
      const all = tries(message);
      expect(all.length).to.be.greaterThan(30);
      for (const signatures of all) {
        expect(await refusal({ kind: "anchor", anchor, signatures }), member.id).to.be.oneOf(REFUSALS);
      }
      const signatures = signedByAll(message).slice(0, 2);
      expect(await mined({ kind: "anchor", anchor, signatures }), member.id).to.equal("0x0");
    }
    expect((await ledger.logState()).size, "nothing was logged").to.equal(size);
  });

  it("can't change a status either, nor resume with what was signed before", async () => {
    const { memberId, batchId } = payload("batch.signed", payload("certificate.placed", certificate.id).batchId).anchor;
    for (const to of [0, 1, 2]) {
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
      for (const signatures of tries(statusMessage(network, order))) {
        expect(await refusal({ kind: "status", change: order, signatures })).to.be.oneOf(REFUSALS);
      }
      expect(await mined({ kind: "status", change: order, signatures: loot.signatures.slice(0, 2) })).to.equal("0x0");
    }
    const before = loot.records.filter(({ kind }) => kind === "status.signed");
    expect(before.length).to.be.greaterThan(1);
    for (const { payload: signed } of before) {
      const { change: old, signatures } = signed as unknown as Payloads["status.signed"];
      const head = await ledger.statusHead(old.memberId, old.batchId);
      expect(await mined({ kind: "status", change: old, signatures })).to.equal("0x0");
      expect(await ledger.statusHead(old.memberId, old.batchId)).to.equal(head);
    }
  });

  it("gets no signature for a bare root, an unapproved draft, or a certificate that was anchored before", async () => {
    const requests = { bare: bareRoot(), unapproved: unapproved(), "a second time": again() };
    for (const role of ["maker", "checker"]) {
      const signer = demo.signer(`approval-bureau-${role}`);
      for (const [what, request] of Object.entries(requests)) {
        const { status, code } = await asked(signer, "/sign/anchor", request);
        expect(status, `${role}: ${what}`).to.be.within(400, 499);
        expect(code, `${role}: ${what}`).to.equal(what === "a second time" ? "signer.conflict" : "signer.refused");
      }
    }
  });

  it("gets no consent and no order from a maker's signer, and no change of status that no maker ordered", async () => {
    const signer = demo.signer("approval-bureau-maker");
    const { order: ordered } = payload("status.ordered", certificate.id);
    expect(
      await asked(signer, "/approve", { draft: payload("certificate.drafted", certificate.id).draft }),
    ).to.deep.equal({
      status: 401,
      code: "auth.invalid",
    });
    expect(await asked(signer, "/order", ordered)).to.deep.equal({ status: 401, code: "auth.invalid" });
    const { change: old } = payload("status.signed", certificate.id);
    const revoke = { ...old, to: 2, ...signingWindow(now()) };
    const forged: SignedOrder = {
      order: { ...ordered, to: 2 },
      officer: addressOf(relayer().secret),
      signature: own(ordered),
    };
    for (const orders of [[], [forged], [{ ...forged, officer: loot.signatures[0]!.signer }]]) {
      const { status, code } = await asked(signer, "/sign/status", { change: revoke, orders });
      expect({ status: status >= 400, code }).to.deep.equal({ status: true, code: "signer.refused" });
    }
  });

  it("gets nothing approved by the demo's API keys alone: a maker's key at the door is not a maker's signature", async () => {
    const drafted = await demo.ask("/v1/certificates", { as: "approval-bureau-clerk", body: LICENCE });
    const { id, draftDigest } = drafted.json() as unknown as CertificateView;
    const { approval } = payload("certificate.approved", certificate.id);
    const maker = await textIn(join(demo.signer("approval-bureau-maker"), "address"));
    const approvedAt = now();
    const signature = own({ ...approval, draft: draftDigest, approvedAt });
    for (const [officer, code] of [
      [maker, "schema.mismatch"],
      [addressOf(relayer().secret), "policy.officer"],
    ]) {
      const body = { officer: officer ?? "", approvedAt, signature };
      const answer = await demo.ask(`/v1/certificates/${id}/approve`, { as: "approval-bureau-maker", body });
      expect(answer.json().code).to.equal(code);
    }
    const view = await demo.ask(`/v1/certificates/${id}`, { as: "approval-bureau-maker" });
    expect(view.json().state).to.equal("awaiting_approval");
  });

  /** The relayer's signature over an approval, or over whatever else is put in its place. */
  function own(approval: object): Hex {
    const message =
      "draft" in approval
        ? approvalMessage(network, approval as SignedApproval["approval"])
        : Buffer.from(JSON.stringify(approval));
    return toHex(signDigest(relayer().secret, keccak256(message)));
  }

  /** What the service once asked for the certificate, with everything that it knows about it. */
  function request(batchId: Hex): AnchorRequest {
    const { draft } = payload("certificate.drafted", certificate.id);
    const approval = payload("certificate.approved", certificate.id);
    const placed = payload("certificate.placed", certificate.id);
    const { anchor } = payload("batch.signed", placed.batchId);
    const { voidValue } = payload("batch.opened", placed.batchId);
    const { proof: _, ...unsecured } = placed.credential;
    const credential: JsonObject = JSON.parse(JSON.stringify(unsecured).replaceAll(placed.batchId, batchId));
    const { index, salt } = placed;
    const documents = [{ index, draft, approval, credential, salt }];
    return rooted({ anchor: { ...anchor, batchId, ...signingWindow(now()) }, voidValue, documents });
  }

  /** With the root that follows from its documents. */
  function rooted(asked: AnchorRequest): AnchorRequest {
    const { memberId, typeId, batchId, size } = asked.anchor;
    const { registryId } = network;
    const leaves = new Map(
      asked.documents.map(({ index, credential, salt }) => {
        const entries = [entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(credential), fromHex(salt), "sha256")];
        const cell = { registryId, memberId, typeId, kind: "certificate", batchId, index } as const;
        return [index, leafOf({ format: "yinzheng-manifest/1", ...cell, entries }, "sha256")] as const;
      }),
    );
    const empty = voidLeaf({ registryId, memberId, typeId, batchId }, asked.voidValue, "sha256");
    const { root } = batchTree({ size, suite: "sha256", leaves, voidLeaf: empty });
    return { ...asked, anchor: { ...asked.anchor, root } };
  }

  const bareRoot = (): AnchorRequest => ({ ...request(hash("bare")), documents: [] });
  const again = (): AnchorRequest => request(hash("another batch"));

  /** Another draft in the place of the approved one, under an approval by the best key that the thief has. */
  function unapproved(): AnchorRequest {
    const asked = request(hash("unapproved"));
    const documents = asked.documents.map((document) => ({
      ...document,
      approval: {
        ...document.approval,
        officer: addressOf(relayer().secret),
        signature: own(document.approval.approval),
      },
    }));
    return rooted({ ...asked, documents });
  }
});
