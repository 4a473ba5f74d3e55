import { connect } from "node:net";
import { expect } from "chai";
import { KEYS } from "./fake-service.ts";
import { bearer, ISSUE, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const padded = (bytes: number): string => `{"a":"${"x".repeat(bytes - 8)}"}`;

describe("limits", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const post = (path: string, body: string) =>
    world.ask("POST", path, { headers: { ...JSON_HEADERS, ...bearer(KEYS.clerk), "Idempotency-Key": "limit" }, body });

  it("a JSON body of 256 KiB is read, and one byte more is refused", async () => {
    expect(problemIn(await post("/v1/certificates", padded(256 * KIB))).status).to.equal(422);
    const problem = problemIn(await post("/v1/certificates", padded(256 * KIB + 1)));
    expect(problem).to.include({ status: 413, code: "http.too_large" });
    expect(problem.context).to.include({ limit: 256 * KIB });
  });

  it("a bundle of 8 MiB is read, and one byte more is refused", async () => {
    expect((await post("/v1/verifications", padded(8 * MIB))).status).to.equal(200);
    expect(problemIn(await post("/v1/verifications", padded(8 * MIB + 1))).status).to.equal(413);
  });

  it("a body whose length is not told beforehand is refused when it has become too long", async () => {
    const socket = connect(world.server.port, "127.0.0.1");
    const head = `POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = "x".repeat(MIB);
    socket.write(head);
    for (let i = 0; i < 9; i++) socket.write(`${MIB.toString(16)}\r\n${chunk}\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    socket.destroy();
    expect(answer).to.match(/^HTTP\/1\.1 413 /);
  });

  it("says in RateLimit headers what is left, and answers 429 when nothing is", async () => {
    const narrow = await startWorld({ rateLimit: { requests: 2, seconds: 60 } });
    try {
      const first = await narrow.ask("GET", "/v1/members");
      expect(first.headers.ratelimit).to.match(/^"requests"; r=1; t=\d+$/);
      expect(first.headers["ratelimit-policy"]).to.match(/^"requests"; q=2; w=60/);
      await narrow.ask("GET", "/v1/members");
      const third = await narrow.ask("GET", "/v1/members");
      expect(problemIn(third)).to.include({ status: 429, code: "http.rate" });
      expect(Number(third.headers["retry-after"])).to.be.within(1, 60);
      expect((await narrow.ask("GET", "/healthz")).status).to.equal(200);
    } finally {
      await narrow.close();
    }
  });

  it("a caller who goes away in the middle of a body leaves the service unharmed", async () => {
    const socket = connect(world.server.port, "127.0.0.1");
    const sent = `POST /v1/verifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a`;
    await new Promise<void>((resolve) => socket.write(sent, () => resolve()));
    socket.destroy();
    expect((await world.write("/v1/certificates", ISSUE)).status).to.equal(202);
  });
});
