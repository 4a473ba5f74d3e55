import { expect } from "chai";
import { BATCH, BATCH_ID } from "./fake-batches.ts";
import { KEYS } from "./fake-service.ts";
import { bearer, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const TYPE = BATCH.type.code;

describe("batches over HTTP", () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const send = (query: string, type: string, headers: Record<string, string> = { "Idempotency-Key": "key-1" }) =>
    world.ask("POST", `/v1/batches?type=${TYPE}${query}`, {
      headers: { "Content-Type": type, ...bearer(KEYS.clerk), ...headers },
      body: "name\r\nx\r\n",
    });
  const get = (path: string) => world.ask("GET", path, { headers: bearer(KEYS.clerk) });

  it("take a sheet or JSON lines in the encoding that is named, under a batch key or the Idempotency-Key", async () => {
    const cases = [
      ["", "text/csv", "receive key-1 atomic csv ? 9"],
      ["&mode=partial", "text/csv; charset=utf-8", "receive key-1 partial csv utf-8 9"],
      ["&batchKey=2026-11", 'text/csv;charset="GBK"', "receive 2026-11 atomic csv gb18030 9"],
      ["", "application/x-ndjson", "receive key-1 atomic jsonl ? 9"],
    ] as const;
    for (const [query, type, call] of cases) {
      const answer = await send(query, type);
      expect(answer.status, type).to.equal(202);
      expect(answer.headers.location).to.equal(`/v1/batches/${BATCH_ID}`);
      expect(world.service.calls.at(-1)).to.equal(call);
    }
  });

  it("show a preview without any key", async () => {
    const answer = await send("&preview=true", "text/csv", {});
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text)).to.deep.include({ refused: true, rows: { total: 2, good: 1, bad: 1 } });
  });

  it("refuse what is no file of rows before it is read", async () => {
    const cases = [
      [await send("", "text/csv", {}), 428, "http.idempotency_key_missing"],
      [await send("&mode=best", "text/csv"), 422, "schema.value"],
      [await send("&colour=red", "text/csv"), 422, "schema.unknown_field"],
      [await send("", "application/vnd.ms-excel"), 415, "http.media_type"],
      [await send("", "text/csv; charset=utf-16"), 415, "http.media_type"],
      [await send("", "application/x-ndjson; charset=gbk"), 415, "http.media_type"],
      [await world.ask("POST", `/v1/batches?type=${TYPE}`), 401, "auth.missing"],
    ] as const;
    for (const [answer, status, code] of cases) expect(problemIn(answer)).to.include({ status, code });
    expect(world.service.calls).to.deep.equal([]);
  });

  it("refuse a file of more than 20 MiB", async () => {
    const headers = { "Content-Type": "text/csv", "Idempotency-Key": "k", ...bearer(KEYS.clerk) };
    const body = Buffer.alloc(20 * 2 ** 20 + 1, 0x20);
    const answer = await world.ask("POST", `/v1/batches?type=${TYPE}`, { headers, body });
    expect(problemIn(answer)).to.include({ status: 413, code: "http.too_large" });
  });

  it("are approved and returned with the same answer for the same key", async () => {
    const approval = {
      officer: `0x${"1".repeat(40)}`,
      approvedAt: 1,
      draftsRoot: `0x${"d".repeat(64)}`,
      count: 2,
      signature: `0x${"2".repeat(130)}`,
    };
    const key = { "Idempotency-Key": "once" };
    const first = await world.write(`/v1/batches/${BATCH_ID}/approve`, approval, key);
    const again = await world.write(`/v1/batches/${BATCH_ID}/approve`, approval, key);
    expect([first.status, again.status]).to.deep.equal([202, 202]);
    expect(again.headers["idempotency-replayed"]).to.equal("true");
    expect(world.service.calls).to.deep.equal(["approve batch"]);
    const back = await world.write(`/v1/batches/${BATCH_ID}/return`, { reason: "wrong year" });
    expect(JSON.parse(back.text)).to.deep.include({ state: "returned" });
    expect(problemIn(await world.write("/v1/batches/nothing/return", { reason: "x" })).status).to.equal(404);
  });

  it("are listed, and found by their id alone", async () => {
    expect(JSON.parse((await get("/v1/batches?limit=5")).text)).to.deep.equal({ items: [BATCH] });
    expect(JSON.parse((await get(`/v1/batches/${BATCH_ID}`)).text)).to.deep.equal(BATCH);
    for (const id of ["00".repeat(16), "..", "x"]) expect((await get(`/v1/batches/${id}`)).status).to.equal(404);
  });

  it("tell faults as a sheet in which nothing can run, and results and templates as sheets too", async () => {
    const errors = await get(`/v1/batches/${BATCH_ID}/errors`);
    expect(errors.headers["content-type"]).to.equal("text/csv; charset=utf-8");
    expect(errors.headers["content-disposition"]).to.equal(`attachment; filename="${BATCH_ID}-errors.csv"`);
    expect(errors.text).to.equal(
      `\uFEFF"row","field","code","expected","message","message_zh"\r\n"3","'=cmd","text.empty","","The text is empty.","文本为空。"\r\n`,
    );
    expect((await get(`/v1/batches/${BATCH_ID}/results`)).text).to.include('"2","1.2.3"');
    expect((await get(`/v1/batches/templates/${TYPE}`)).text).to.equal("\uFEFFname\r\n");
  });

  it("show their drafts for a reason, and bundles, a line for each", async () => {
    const unmask = (body: object) =>
      world.ask("POST", `/v1/batches/${BATCH_ID}/unmask`, {
        headers: { ...JSON_HEADERS, ...bearer(KEYS.clerk) },
        body: JSON.stringify(body),
      });
    expect((await unmask({ reason: "approval" })).text).to.equal('{"n":1}\n{"n":2}\n');
    expect(problemIn(await unmask({})).code).to.equal("schema.missing_field");
    const bundles = await get(`/v1/batches/${BATCH_ID}/bundles`);
    expect(bundles.headers["content-type"]).to.equal("application/x-ndjson");
    expect(bundles.text).to.equal('{"id":"1.2.3","bundle":{"n":1}}\n');
  });

  it("send an event for every change, and end when they are done", async () => {
    const answer = await get(`/v1/batches/${BATCH_ID}/events`);
    expect(answer.headers["content-type"]).to.equal("text/event-stream");
    const states = [...answer.text.matchAll(/^event: batch\ndata: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? "").state,
    );
    expect(states).to.deep.equal(["awaiting_approval", "issued"]);
    expect((await get(`/v1/batches/${"00".repeat(16)}/events`)).status).to.equal(404);
  });
});
