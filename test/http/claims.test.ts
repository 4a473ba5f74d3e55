import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { BUNDLE_MEDIA_TYPE } from "../../src/proof/bundle.ts";
import { MAX_BUNDLE_BYTES } from "../../src/proof/parse.ts";
import { CLAIM, KEYS } from "./fake-service.ts";
import { bearer, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const BUNDLE = '{"format":"yinzheng-bundle/1"}';

describe("/v1/claims", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const claim = (key: string, body: string | Uint8Array = BUNDLE, headers: Readonly<Record<string, string>> = {}) =>
    world.ask("POST", "/v1/claims", {
      headers: { ...JSON_HEADERS, ...bearer(KEYS.other), "Idempotency-Key": key, ...headers },
      body,
    });

  it("answers a claim with 201 and the receipt, as JSON or as a bundle", async () => {
    for (const type of ["application/json", BUNDLE_MEDIA_TYPE]) {
      const { status, text, headers } = await claim(`as ${type}`.replaceAll(" ", "-"), BUNDLE, {
        "Content-Type": type,
      });
      expect(status).to.equal(201);
      expect(JSON.parse(text)).to.deep.equal(CLAIM);
      expect(headers).to.not.have.property("location");
      expect(headers["cache-control"]).to.equal("no-store");
    }
  });

  it("makes one claim of a key, and answers it the same again", async () => {
    const first = await claim("once");
    const again = await claim("once");
    expect(again.text).to.equal(first.text);
    expect(again.headers["idempotency-replayed"]).to.equal("true");
    expect(world.service.calls.filter((call) => call === "claim")).to.have.length(1);
    expect(problemIn(await claim("once", '{"format":"another"}')).code).to.equal("http.idempotency_key_reused");
  });

  it("answers what was used already with 409, and names nobody", async () => {
    world.service.fail = new YinzhengError("conflict.claimed");
    const problem = problemIn(await claim("late"));
    expect(problem).to.include({
      status: 409,
      code: "conflict.claimed",
      title: "证照已被使用。",
    });
    expect(problem).to.not.have.property("context");
  });

  it("answers what can't be claimed with 422", async () => {
    for (const code of ["policy.not_claimable", "policy.not_valid", "bundle.format"] as const) {
      world.service.fail = new YinzhengError(code);
      expect(problemIn(await claim(`for-${code}`))).to.include({ status: 422, code });
    }
  });

  it("demands a key, a caller who may, and a body that is a bundle in size and form", async () => {
    expect(problemIn(await claim("")).code).to.equal("http.idempotency_key_missing");
    expect(problemIn(await claim("forbidden", BUNDLE, bearer(KEYS.clerk)))).to.include({ code: "auth.forbidden" });
    const nobody = { headers: { ...JSON_HEADERS, "Idempotency-Key": "k" }, body: BUNDLE };
    expect(problemIn(await world.ask("POST", "/v1/claims", nobody))).to.include({ status: 401, code: "auth.missing" });
    expect(problemIn(await claim("text", BUNDLE, { "Content-Type": "text/plain" })).code).to.equal("http.media_type");
    expect(problemIn(await claim("list", "[]")).code).to.equal("json.not_object");
    const large = `{"x":"${"0".repeat(MAX_BUNDLE_BYTES)}"}`;
    expect(problemIn(await claim("large", large)).code).to.equal("http.too_large");
    expect((await claim("long", `{"format":"yinzheng-bundle/1","x":"${"0".repeat(300_000)}"}`)).status).to.equal(201);
  });

  it("lists claims a page at a time", async () => {
    const list = (query: string) => world.ask("GET", `/v1/claims${query}`, { headers: bearer(KEYS.other) });
    expect(JSON.parse((await list("")).text)).to.deep.equal({ items: [CLAIM], next: "c2" });
    expect(JSON.parse((await list("?after=c2&limit=10")).text)).to.deep.equal({ items: [] });
    for (const query of ["?limit=0", "?limit=201", "?state=made"]) expect((await list(query)).status).to.equal(422);
  });
});
