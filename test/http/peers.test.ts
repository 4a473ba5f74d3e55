import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type ErrorCode, isYinzhengError, YinzhengError } from "../../src/domain/errors.ts";
import { officerClient } from "../../src/http/clients/officer.ts";
import { witnessClient } from "../../src/http/clients/witness.ts";
import { type Listening, listen } from "../../src/http/listen.ts";
import { buildSigner, type OfficerProcess } from "../../src/http/signer.ts";
import { buildWitness } from "../../src/http/witness.ts";
import type { AnchorRequest, StatusRequest } from "../../src/service/officers.ts";
import { SEAL } from "./fake-seals.ts";
import { hex, NOTE } from "./fake-service.ts";
import { bearer, JSON_HEADERS, problemIn, send } from "./server.ts";

const ALARM = { code: "witness.fork", time: 1, detail: {} };
const TOKENS = { service: "token-of-the-service", officer: "token-of-the-officer" };
const ADDRESS = hex(20, "1");
const LINES = { "Content-Type": "application/x-ndjson" };
const SIGNED = { signer: ADDRESS, signature: hex(65, "2") };
const CELL = { memberId: hex(32, "1"), batchId: hex(32, "3"), index: 5 };
const APPROVAL = { memberId: hex(32, "1"), typeId: hex(32, "4"), draft: hex(32, "5"), approvedAt: 1_763_900_000 };
const ORDER = { ...CELL, to: 2, reason: 3, successor: CELL, expectedHead: hex(32, "0"), orderedAt: 1_763_900_000 };
const ANCHOR: AnchorRequest = {
  anchor: {
    memberId: hex(32, "1"),
    officerEpoch: 1,
    batchId: hex(32, "3"),
    root: hex(32, "6"),
    size: 16,
    hashSuite: 1,
    typeId: hex(32, "4"),
    notBefore: 1,
    deadline: 2,
  },
  voidValue: hex(16, "7"),
  documents: [
    {
      index: 5,
      draft: { name: "𠮷田" },
      approval: { approval: APPROVAL, officer: ADDRESS, signature: hex(65, "8") },
      credential: { id: "x" },
      salt: hex(16, "9"),
    },
  ],
};
const STATUS: StatusRequest = {
  change: {
    memberId: hex(32, "1"),
    actingMemberId: hex(32, "1"),
    officerEpoch: 1,
    batchId: hex(32, "3"),
    ranges: [{ first: 5, count: 1 }],
    to: 2,
    reason: 3,
    successor: CELL,
    expectedHead: hex(32, "0"),
    notBefore: 1,
    deadline: 2,
  },
  orders: [{ order: ORDER, officer: ADDRESS, signature: hex(65, "8") }],
};

/** An officer that signs what it is shown and remembers it; a stand-in for service/signer. */
function fakeOfficer() {
  const shown: unknown[] = [];
  const state: { fail: Error | undefined; answer: typeof SIGNED } = { fail: undefined, answer: SIGNED };
  const sign = async (request: unknown) => {
    shown.push(request);
    if (state.fail !== undefined) throw state.fail;
    return state.answer;
  };
  const process: OfficerProcess = {
    signAnchor: async ({ documents, ...head }) => sign({ ...head, documents: await Array.fromAsync(documents) }),
    signStatus: sign,
    signSeal: sign,
    signUse: sign,
    orderSeal: async (order) => ({ order, officer: ADDRESS, signature: hex(65, "8") }),
    approve: async () => ({ approval: APPROVAL, officer: ADDRESS, signature: hex(65, "8") }),
    approveBatch: async (drafts) => {
      const approval = { memberId: hex(32, "1"), typeId: hex(32, "4"), draftsRoot: hex(32, "5"), approvedAt: 1 };
      const all = await Array.fromAsync(drafts);
      shown.push(all);
      return { approval: { ...approval, count: all.length }, officer: ADDRESS, signature: hex(65, "8") };
    },
    report: async () => SIGNED,
    order: async (order) => ({ order, officer: ADDRESS, signature: hex(65, "8") }),
  };
  return { shown, state, process };
}

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  try {
    await promise;
  } catch (error) {
    if (isYinzhengError(error)) return error.code;
    throw error;
  }
  throw new Error("expected an error");
}

describe("an officer's signer over HTTP", () => {
  let server: Listening;
  let officer: ReturnType<typeof fakeOfficer>;
  beforeEach(async () => {
    officer = fakeOfficer();
    server = await listen(buildSigner(officer.process, { tokens: TOKENS }), { port: 0 });
  });
  afterEach(() => server.close());

  const client = (more: { token?: string; url?: string; timeoutMs?: number } = {}) =>
    officerClient({
      name: "maker",
      memberId: hex(32, "1"),
      address: ADDRESS,
      url: server.url,
      token: TOKENS.service,
      ...more,
    });
  const post = (path: string, body: string, token: string, headers: Record<string, string> = JSON_HEADERS) =>
    send(server.port, "POST", path, { headers: { ...headers, ...bearer(token) }, body });

  it("is shown the whole batch and answers the signature", async () => {
    expect(await client().signAnchor(ANCHOR)).to.deep.equal(SIGNED);
    expect(await client().signStatus(STATUS)).to.deep.equal(SIGNED);
    expect(officer.shown).to.deep.equal([ANCHOR, STATUS]);
  });

  it("is shown order, application and seal object before it signs about a seal", async () => {
    const { form, application } = SEAL;
    const act = { ...window(), expected: 1, to: 4, since: 0, digest: hex(32, "5") };
    const request = { act: { kind: "seal-change", change: act }, order: application, form, application } as const;
    const seal = Buffer.alloc(2_000_000).toString("base64");
    expect(await client().signSeal({ ...request, seal })).to.deep.equal(SIGNED);
    expect(officer.shown).to.deep.equal([{ ...request, seal }]);
    const odd = { ...request, act: { kind: "seal-burn", change: act } };
    const refused = problemIn(await post("/sign/seal", JSON.stringify(odd), TOKENS.service));
    expect(refused.status).to.equal(422);
  });

  it("a maker orders about a seal with a token of the officer's own", async () => {
    const { form, application } = SEAL;
    const body = JSON.stringify({ order: application.order, form, application });
    const ordered = await post("/order-seal", body, TOKENS.officer);
    expect(JSON.parse(ordered.text).order).to.deep.equal(application.order);
    expect(problemIn(await post("/order-seal", body, TOKENS.service)).status).to.equal(401);
  });

  const window = () => ({
    memberId: hex(32, "1"),
    officerEpoch: 1,
    sealId: hex(32, "2"),
    notBefore: 1,
    deadline: 2,
  });

  it("is asked to count uses of a seal", async () => {
    const id = hex(32, "7");
    const window = { notBefore: 1, deadline: 2 };
    const use = { memberId: id, officerEpoch: 1, sealId: id, batchId: id, count: 3, ...window };
    expect(await client().signUse(use)).to.deep.equal(SIGNED);
    expect(officer.shown).to.deep.equal([use]);
    const body = JSON.stringify({ ...use, count: -1 });
    expect((await post("/sign/seal-use", body, TOKENS.service)).status).to.equal(422);
  });

  for (const code of ["signer.refused", "signer.root_mismatch", "signer.conflict"] as const) {
    it(`its ${code} arrives as ${code}, with its reason`, async () => {
      officer.state.fail = new YinzhengError(code, { reason: "the draft is not approved" });
      const error = await client()
        .signAnchor(ANCHOR)
        .catch((thrown: unknown) => thrown);
      expect(isYinzhengError(error, code)).to.equal(true);
      expect((error as YinzhengError).detail).to.include({ reason: "the draft is not approved" });
    });
  }

  it("a wrong token, or the officer's own, does not get a signature", async () => {
    for (const token of ["wrong", TOKENS.officer]) {
      expect(await codeOf(client({ token }).signAnchor(ANCHOR))).to.equal("signer.refused");
    }
    expect(officer.shown).to.be.empty;
  });

  it("the service's token does not approve or order", async () => {
    for (const path of ["/approve", "/approve-batch", "/order"]) {
      expect(problemIn(await post(path, "{}", TOKENS.service))).to.include({ status: 401, code: "auth.invalid" });
      expect(problemIn(await send(server.port, "POST", path))).to.include({ status: 401, code: "auth.missing" });
    }
  });

  it("the officer approves a draft and orders a change with a token of its own", async () => {
    const approved = await post("/approve", JSON.stringify({ draft: { name: "x" } }), TOKENS.officer);
    expect(JSON.parse(approved.text).approval).to.deep.equal(APPROVAL);
    const ordered = await post("/order", JSON.stringify(ORDER), TOKENS.officer);
    expect(JSON.parse(ordered.text).order).to.deep.equal(ORDER);
  });

  it("what is not shaped like a request is refused before the officer sees it", async () => {
    const { documents: _, ...head } = ANCHOR;
    const lines = (...all: readonly (object | string)[]) =>
      all.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");
    const ask = async (body: string) => problemIn(await post("/sign/anchor", body, TOKENS.service, LINES));
    expect((await ask(lines({ root: ANCHOR.anchor.root }))).status).to.equal(422);
    expect((await ask(lines(head, { root: ANCHOR.anchor.root }))).status).to.equal(422);
    expect((await ask(lines(head, '{"a":1,"a":2}'))).code).to.equal("json.duplicate_key");
    expect((await ask(lines(head, `{"a":"${"x".repeat(2 ** 24)}"}`))).code).to.equal("http.too_large");
    expect((await ask("")).code).to.equal("json.empty");
    expect(problemIn(await post("/sign/anchor", "{}", TOKENS.service)).code).to.equal("http.media_type");
    expect(officer.shown).to.be.empty;
  });

  it("a batch far larger than one piece arrives line by line, under one approval for all", async () => {
    const batch = {
      approval: {
        memberId: hex(32, "1"),
        typeId: hex(32, "4"),
        draftsRoot: hex(32, "5"),
        count: 2_000,
        approvedAt: 1_763_900_000,
      },
      officer: ADDRESS,
      signature: hex(65, "8"),
    };
    const documents = Array.from({ length: 2_000 }, (_, index) => ({
      index,
      draft: { name: "面馆".repeat(100) },
      approval: { batch, place: { index, path: [hex(32, "6")] } },
      credential: { id: "x" },
      salt: hex(16, "9"),
    }));
    expect(await client().signAnchor({ ...ANCHOR, documents })).to.deep.equal(SIGNED);
    expect(officer.shown).to.deep.equal([{ ...ANCHOR, documents }]);
    officer.state.fail = new YinzhengError("signer.refused", {});
    expect(await codeOf(client().signAnchor({ ...ANCHOR, documents }))).to.equal("signer.refused");
  });

  it("the officer reads every draft of a batch and approves them at once", async () => {
    const drafts = [{ name: "x" }, { name: "y" }];
    const body = drafts.map((draft) => JSON.stringify(draft)).join("\n");
    const { approval } = JSON.parse((await post("/approve-batch", body, TOKENS.officer, LINES)).text);
    expect(approval.count).to.equal(2);
    expect(officer.shown).to.deep.equal([drafts]);
  });

  it("a signature in another name is not taken", async () => {
    officer.state.answer = { ...SIGNED, signer: hex(20, "f") };
    expect(await codeOf(client().signAnchor(ANCHOR))).to.equal("signer.unreachable");
  });

  it("reachable says whether a signer answers there", async () => {
    expect(await client().reachable()).to.equal(true);
    const elsewhere = await listen(
      buildWitness(
        { cosign: async () => NOTE, cosignLists: async () => [], latest: async () => null, alarms: () => [] },
        { token: "t" },
      ),
      { port: 0 },
    );
    expect(await client({ url: elsewhere.url }).reachable()).to.equal(false);
    await elsewhere.close();
    expect(await client({ url: elsewhere.url }).reachable()).to.equal(false);
  });

  it("an internal error of the signer is an outage, not a refusal", async () => {
    officer.state.fail = new TypeError("oops");
    expect(await codeOf(client().signAnchor(ANCHOR))).to.equal("signer.unreachable");
  });

  it("nobody there, silence and noise are signer.unreachable", async () => {
    const modes: Record<string, (res: import("node:http").ServerResponse) => void> = {
      silence: () => {},
      noise: (res) => void res.end("<html>"),
      flood: (res) => void res.end("x".repeat(2 * 1024 * 1024)),
      elsewhere: (res) => void res.writeHead(302, { Location: server.url }).end(),
      hangup: (res) => void res.destroy(),
    };
    for (const [mode, answer] of Object.entries(modes)) {
      const odd = createServer((_req, res) => answer(res)).listen(0);
      const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
      expect(await codeOf(client({ url, timeoutMs: 100 }).signAnchor(ANCHOR)), mode).to.equal("signer.unreachable");
      odd.closeAllConnections();
      odd.close();
    }
    await server.close();
    expect(await codeOf(client().signAnchor(ANCHOR))).to.equal("signer.unreachable");
  });
});

describe("a witness over HTTP", () => {
  let server: Listening;
  let latest: string | null;
  let refuse: boolean;
  const blocks: unknown[] = [];
  beforeEach(async () => {
    latest = null;
    refuse = false;
    const cosign = async (block: unknown) => {
      blocks.push(block);
      if (refuse) throw new YinzhengError("witness.refused", { reason: "another root" });
      latest = NOTE;
      return NOTE;
    };
    const cosignLists = async (lists: readonly object[]) => {
      if (refuse) throw new YinzhengError("witness.refused", { reason: "a batch is left out" });
      return lists.map(() => NOTE);
    };
    const witness = { cosign, cosignLists, latest: async () => latest, alarms: () => [ALARM] };
    server = await listen(buildWitness(witness, { token: "t" }), { port: 0 });
  });
  afterEach(() => server.close());

  const client = (token = "t") => witnessClient({ name: "w", url: server.url, token });
  const BLOCK = { number: 9, hash: hex(32, "b") };

  it("shows to anyone what it alarmed about", async () => {
    expect(await (await fetch(`${server.url}/alarms`)).json()).to.deep.equal({ alarms: [ALARM] });
  });

  it("co-signs a block and shows its latest note to anyone", async () => {
    expect(problemIn(await send(server.port, "GET", "/checkpoint")).code).to.equal("http.not_found");
    expect(await client().cosign(BLOCK)).to.equal(NOTE);
    expect(blocks).to.deep.equal([BLOCK]);
    const { text, headers } = await send(server.port, "GET", "/checkpoint");
    expect([text, headers["content-type"]]).to.deep.equal([NOTE, "text/plain; charset=utf-8"]);
  });

  it("co-signs status lists, larger together than any request to the service", async () => {
    const lists = Array.from({ length: 3 }, () => ({ encodedList: "u".repeat(2 ** 18) }));
    expect(await client().cosignLists(lists)).to.deep.equal([NOTE, NOTE, NOTE]);
    expect(await codeOf(client("wrong").cosignLists(lists))).to.equal("witness.refused");
    expect(await codeOf(client().cosignLists([]))).to.equal("witness.refused");
  });

  it("its refusal arrives as witness.refused, and a wrong token too", async () => {
    refuse = true;
    expect(await codeOf(client().cosignLists([{}]))).to.equal("witness.refused");
    expect(await codeOf(client().cosign(BLOCK))).to.equal("witness.refused");
    expect(await codeOf(client("wrong").cosign(BLOCK))).to.equal("witness.refused");
  });

  it("a note without signature lines is not taken", async () => {
    const yes = {
      cosign: async () => "yes",
      cosignLists: async () => ["yes"],
      latest: async () => null,
      alarms: () => [],
    };
    const odd = await listen(buildWitness(yes, { token: "t" }), { port: 0 });
    const oddly = witnessClient({ name: "w", url: odd.url, token: "t" });
    const errors = [await codeOf(oddly.cosign(BLOCK)), await codeOf(oddly.cosignLists([{}]))];
    await odd.close();
    expect(errors).to.deep.equal(["witness.unreachable", "witness.unreachable"]);
  });

  it("a witness that is gone is witness.unreachable", async () => {
    await server.close();
    expect(await codeOf(client().cosign(BLOCK))).to.equal("witness.unreachable");
  });
});
