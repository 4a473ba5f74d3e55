import { expect } from "chai";
import { KEYS } from "./fake-service.ts";
import { bearer, ISSUE, startWorld, type World } from "./server.ts";

/** Samples of the text format by name and labels. */
function samplesIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

describe("GET /metrics", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const samples = async (): Promise<ReadonlyMap<string, number>> =>
    samplesIn((await world.ask("GET", "/metrics")).text);

  it("answers in the text format of Prometheus, with a help and a type for each metric", async () => {
    const { status, headers, text } = await world.ask("GET", "/metrics");
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.match(/^text\/plain; version=/);
    const described = (kind: string): string[] =>
      [...text.matchAll(RegExp(`^# ${kind} (\\S+)`, "gm"))].map(([, name]) => name ?? "");
    expect(described("HELP")).to.include("yinzheng_http_requests_total").and.deep.equal(described("TYPE"));
  });

  it("says what /readyz says", async () => {
    const up = await samples();
    expect([up.get("yinzheng_ready"), up.get("yinzheng_chain_reachable")]).to.deep.equal([1, 1]);
    world.service.ready = false;
    const down = await samples();
    world.service.ready = true;
    expect(down.get("yinzheng_ready")).to.equal(0);
  });

  it("counts requests by route pattern, and problems by code", async () => {
    const name = 'yinzheng_http_requests_total{method="GET",route="/v1/members",status="200"}';
    const before = (await samples()).get(name) ?? 0;
    await world.ask("GET", "/v1/members");
    await world.ask("GET", "/nowhere");
    const after = await samples();
    expect(after.get(name)).to.equal(before + 1);
    expect(after.get('yinzheng_problems_total{code="http.not_found"}')).to.be.at.least(1);
  });

  it("has no label that names a certificate, a caller or a path that somebody made up", async () => {
    const { text } = await world.write("/v1/certificates", ISSUE);
    const { id }: { id: string } = JSON.parse(text);
    await world.ask("GET", `/v1/certificates/${id}`, { headers: bearer(KEYS.clerk) });
    await world.ask("GET", "/made-up-path");
    await world.ask("MADEUP", "/v1/members").catch(() => undefined);
    const metrics = (await world.ask("GET", "/metrics")).text;
    for (const secret of [id, "made-up-path", "MADEUP", "clerk"]) expect(metrics).not.to.include(secret);
    expect(metrics).to.include('route="/v1/certificates/:id"');
  });
});
