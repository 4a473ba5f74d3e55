import { request } from "node:http";
import { expect } from "chai";
import type { Chain } from "../../src/ledger/embedded/chain.ts";
import { type Front, openFront } from "../../src/ledger/embedded/front.ts";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import { openMemoryChain } from "../../src/ledger/memory/chain.ts";
import { plainTransaction } from "./plain.ts";
import { failure, testClock } from "./world.ts";

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

describe("JSON-RPC front of an embedded chain", () => {
  let chain: Chain;
  let front: Front;

  /** By node:http: fetch doesn't let a caller choose Host. */
  const ask = ({ method = "POST", path = "/", headers = {}, body = "" }: Asked) =>
    new Promise<{ status: number; headers: object; text: string }>((resolve, reject) => {
      const all = { "content-type": "application/json", ...headers };
      const sent = request({ port: front.port, host: "127.0.0.1", method, path, headers: all }, async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      sent.on("error", reject).end(body);
    });
  const call = (method: string, params: unknown[] = []) => ({ jsonrpc: "2.0", id: 7, method, params });
  const answerTo = async (value: unknown) => JSON.parse((await ask({ body: JSON.stringify(value) })).text);

  before(async () => {
    chain = await openMemoryChain({ clock: testClock() });
    front = await openFront({ rpc: chain.rpc, port: 0 });
  });

  after(async () => {
    await front.close();
    await chain.close();
  });

  it("answers reads and takes signed transactions", async () => {
    expect(await answerTo(call("eth_chainId"))).to.deep.equal({ jsonrpc: "2.0", id: 7, result: "0x4f24" });
    const sent = await answerTo(call("eth_sendRawTransaction", [await plainTransaction(chain.chainId, 0)]));
    expect(await answerTo(call("eth_getTransactionReceipt", [sent.result]))).to.have.nested.property(
      "result.status",
      "0x1",
    );
    expect(await answerTo(call("eth_gasPrice"))).to.include({ result: "0x0" });
    expect(await answerTo(call("net_version"))).to.include({ result: "20260" });
    expect(await answerTo(call("eth_getBlockByNumber", ["pending", false]))).to.have.nested.property(
      "result.number",
      "0x1",
    );
  });

  for (const method of [
    "evm_mine",
    "evm_setNextBlockTimestamp",
    "evm_increaseTime",
    "evm_snapshot",
    "evm_revert",
    "hardhat_setStorageAt",
    "hardhat_impersonateAccount",
    "hardhat_reset",
    "debug_traceTransaction",
    "eth_accounts",
    "eth_sendTransaction",
    "eth_sign",
    "personal_unlockAccount",
    "eth_newFilter",
    "constructor",
    "__proto__",
    "toString",
  ]) {
    it(`doesn't know ${method}`, async () => {
      const before = await chain.rpc("eth_getBlockByNumber", ["latest", false]);
      expect(await answerTo(call(method, ["0x1", "0x1"]))).to.have.nested.property("error.code", -32601);
      expect(await chain.rpc("eth_getBlockByNumber", ["latest", false])).to.deep.equal(before);
    });
  }

  it("works off a batch in order, and leaves notifications unanswered", async () => {
    const batch = [
      call("eth_blockNumber"),
      { jsonrpc: "2.0", method: "eth_blockNumber" },
      { ...call("eth_chainId"), id: "x" },
      call("evm_mine"),
      1,
    ];
    const answers = await answerTo(batch);
    expect(answers.map(({ id }: { id: unknown }) => id)).to.deep.equal([7, "x", 7, null]);
    expect(answers[2].error.code).to.equal(-32601);
    expect(answers[3].error.code).to.equal(-32600);
    const silent = await ask({ body: JSON.stringify({ jsonrpc: "2.0", method: "eth_blockNumber" }) });
    expect(silent).to.include({ status: 204, text: "" });
  });

  it("answers what isn't JSON-RPC with the standard's codes", async () => {
    expect(JSON.parse((await ask({ body: "{" })).text)).to.have.nested.property("error.code", -32700);
    for (const value of [
      [],
      {},
      null,
      "x",
      { jsonrpc: "1.0", id: 1, method: "eth_chainId" },
      { ...call("eth_chainId"), params: { a: 1 } },
    ]) {
      expect(await answerTo(value)).to.have.nested.property("error.code", -32600);
    }
    const many = Array.from({ length: 1_001 }, () => call("eth_chainId"));
    expect(await answerTo(many)).to.have.nested.property("error.code", -32600);
    expect(await answerTo(call("eth_getBlockByNumber", ["nonsense"]))).to.have.nested.property("error.code", -32602);
  });

  it("gives a revert's data", async () => {
    const reverting = call("eth_call", [{ data: "0x60aa5f5260205ffd" }, "latest"]);
    expect((await answerTo(reverting)).error.data).to.equal(`0x${"00".repeat(31)}aa`);
  });

  it("refuses pages of other hosts, and names that lead here from elsewhere", async () => {
    const body = JSON.stringify(call("eth_chainId"));
    const refused = [
      { host: "evil.example" },
      { host: `evil.example:${front.port}` },
      { host: "127.0.0.1.evil.example" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost.evil.example" },
    ];
    for (const headers of refused) expect((await ask({ headers, body })).status, JSON.stringify(headers)).to.equal(403);
    for (const headers of [
      { host: `localhost:${front.port}` },
      { host: "[::1]:1" },
      { origin: "http://127.0.0.1:8080" },
    ]) {
      const answer = await ask({ headers, body });
      expect(answer.status).to.equal(200);
      expect(Object.keys(answer.headers).join()).to.not.include("access-control");
    }
  });

  it("takes nothing but POST / of JSON, up to 1 MiB", async () => {
    expect((await ask({ method: "GET" })).status).to.equal(405);
    expect((await ask({ method: "OPTIONS" })).status).to.equal(405);
    expect((await ask({ path: "/x" })).status).to.equal(404);
    expect((await ask({ headers: { "content-type": "text/plain" } })).status).to.equal(415);
    expect((await ask({ body: `"${"x".repeat(1 << 20)}"` })).status).to.equal(413);
  });

  it("says that a port is busy, and takes only loopback addresses", async () => {
    const busy = await failure(openFront({ rpc: chain.rpc, port: front.port }));
    expect(busy).to.deep.include({ code: "config.port_busy", detail: { port: front.port, host: "127.0.0.1" } });
    expect(await failure(openFront({ rpc: chain.rpc, port: 0, host: "0.0.0.0" }))).to.include({
      code: "config.invalid",
    });
  });

  it("lets a client tell an outage from an answer", async () => {
    const rpc = httpRpc({ url: front.url });
    expect(await rpc("eth_chainId", [])).to.equal("0x4f24");
    expect(await failure(rpc("evm_mine", []))).to.include({ name: "JsonRpcError", code: -32601 });
    const other = await openFront({ rpc: chain.rpc, port: 0 });
    await other.close();
    const gone = await failure(httpRpc({ url: other.url })("eth_chainId", []));
    expect(gone).to.deep.include({ code: "chain.unreachable", detail: { node: `127.0.0.1:${other.port}` } });
  });

  it("says no more than that the chain can't answer when it was closed", async () => {
    const closed = await openMemoryChain({ clock: testClock() });
    const behind = await openFront({ rpc: closed.rpc, port: 0 });
    await closed.close();
    const caught = await failure(httpRpc({ url: behind.url })("eth_chainId", []));
    await behind.close();
    expect(caught).to.include({ name: "JsonRpcError", code: -32603, message: "the chain can't answer now" });
  });

  it("gives up on a node that doesn't answer in time", async () => {
    const silent = await openFront({ rpc: () => new Promise(() => {}), port: 0 });
    const caught = await failure(httpRpc({ url: silent.url, timeout: 20 })("eth_chainId", []));
    expect(caught).to.include({ code: "chain.unreachable" });
    await silent.close();
  });
});
