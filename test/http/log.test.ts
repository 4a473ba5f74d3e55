import { Writable } from "node:stream";
import { expect } from "chai";
import { pino } from "pino";
import { idOf, KEYS } from "./fake-service.ts";
import { bearer, ISSUE, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

describe("the log", () => {
  let world: World;
  let lines: string[];
  beforeEach(async () => {
    lines = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    world = await startWorld({ log: pino(sink), newId: () => "00000000-0000-4000-8000-000000000001" });
  });
  afterEach(() => world.close());

  it("names route patterns, and never an identifier, a query, a body or a key", async () => {
    await world.write("/v1/certificates", ISSUE, { "Idempotency-Key": "secret-key" });
    await world.ask("GET", `/v1/certificates/${idOf(1)}?asOf=2025-11-22`, { headers: bearer(KEYS.clerk) });
    await world.ask("GET", `/v1/certificates?after=cursor123`, { headers: bearer(KEYS.clerk) });
    await world.ask("POST", "/v1/verifications?level=online", { headers: JSON_HEADERS, body: '{"id":"4711"}' });
    await world.ask("GET", "/v1/nothing/4711");
    await world.close();
    const log = lines.join("");
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged.map(({ method, route, status }) => [method, route, status])).to.deep.equal([
      ["POST", "/v1/certificates", 202],
      ["GET", "/v1/certificates/:id", 200],
      ["GET", "/v1/certificates", 200],
      ["POST", "/v1/verifications", 200],
      ["GET", "(none)", 404],
    ]);
    for (const secret of [
      idOf(1),
      KEYS.clerk,
      "secret-key",
      "cursor123",
      "asOf",
      "2025-11-22",
      "4711",
      "clerk-1",
      "𠮷田",
    ]) {
      expect(log).to.not.include(secret);
    }
    expect(logged[4]).to.include({ code: "http.not_found", requestId: "00000000-0000-4000-8000-000000000001" });
  });

  it("an error nobody foresaw is a 500 that says nothing, and a log line that says where, without the message", async () => {
    world.service.fail = new TypeError("can't read 张三 of undefined", { cause: new Error("李四") });
    const answer = await world.ask("GET", "/v1/members");
    const problem = problemIn(answer);
    expect(problem).to.include({ status: 500, code: "internal" });
    expect(answer.text).to.not.match(/张三|TypeError|\.ts|\bat\b/);
    await world.close();
    const [error] = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 50);
    expect(error).to.include({ error: "TypeError", requestId: "00000000-0000-4000-8000-000000000001" });
    expect(error.frames.join()).to.include("log.test.ts");
    expect(lines.join("")).to.not.match(/张三|李四/);
    expect(problem.instance).to.equal("urn:uuid:00000000-0000-4000-8000-000000000001");
  });

  it("the request's id stands in a header", async () => {
    const { headers } = await world.ask("GET", "/healthz");
    expect(headers["x-request-id"]).to.equal("00000000-0000-4000-8000-000000000001");
  });
});
