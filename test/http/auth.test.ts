import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { idOf, KEYS } from "./fake-service.ts";
import { bearer, ISSUE, problemIn, startWorld, type World } from "./server.ts";

describe("API keys", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
    await world.write("/v1/certificates", ISSUE);
  });
  after(() => world.close());

  const get = (path: string, headers = {}) => world.ask("GET", path, { headers });

  it("a wrong key is refused everywhere under /v1, also where none is needed", async () => {
    for (const path of ["/v1/members", "/v1/checkpoints", "/v1/certificates", `/v1/certificates/${idOf(1)}`]) {
      const answer = await get(path, bearer("wrong"));
      expect(problemIn(answer)).to.include({ status: 401, code: "auth.invalid" });
      expect(answer.headers["www-authenticate"]).to.include('error="invalid_token"');
    }
  });

  it("another scheme, or a key that can't be one, is refused", async () => {
    for (const Authorization of [
      "Basic YTpi",
      "Bearer",
      "Bearer a b",
      "Bearer ü",
      `Bearer ${"a".repeat(600)}`,
      KEYS.clerk,
    ]) {
      expect(problemIn(await get("/v1/members", { Authorization })).code).to.equal("auth.invalid");
    }
  });

  it("the scheme may be written in any case", async () => {
    expect((await get("/v1/certificates", { Authorization: `bearer ${KEYS.clerk}` })).status).to.equal(200);
  });

  it("a write without a key is refused before its body is read", async () => {
    const before = world.service.calls.length;
    const answer = await world.ask("POST", "/v1/certificates", { body: "not even JSON" });
    expect(problemIn(answer)).to.include({ status: 401, code: "auth.missing" });
    expect(answer.headers["www-authenticate"]).to.equal('Bearer realm="yinzheng"');
    expect(world.service.calls).to.have.length(before);
  });

  it("a key in the query is no key", async () => {
    expect(problemIn(await get(`/v1/certificates?api_key=${KEYS.clerk}`)).code).to.be.oneOf([
      "schema.unknown_field",
      "auth.missing",
    ]);
  });

  it("a caller without the right gets 403", async () => {
    world.service.fail = new YinzhengError("auth.forbidden");
    expect(problemIn(await get("/v1/certificates", bearer(KEYS.other)))).to.include({
      status: 403,
      code: "auth.forbidden",
    });
  });

  it("answers that depend on the caller say so to caches", async () => {
    const { headers } = await get(`/v1/certificates/${idOf(1)}`, bearer(KEYS.clerk));
    expect(headers["cache-control"]).to.equal("no-store");
    expect(headers.vary).to.include("Authorization");
  });
});

describe("security headers", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  it("allow nothing inline and nothing from elsewhere, on every answer", async () => {
    for (const path of ["/", "/v1/members", "/v1/nothing", "/openapi.json"]) {
      const { headers } = await world.ask("GET", path);
      const policy = headers["content-security-policy"] ?? "";
      expect(policy).to.include("default-src 'none'");
      expect(policy).to.include("frame-ancestors 'none'");
      expect(policy).to.not.match(/unsafe-inline|unsafe-eval|https?:|\*|data:/);
      expect(headers).to.include({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
      expect(headers).to.not.have.property("x-powered-by");
    }
  });

  it("allow the camera to the page that scans, and to no other", async () => {
    expect((await world.ask("GET", "/")).headers["permissions-policy"]).to.match(/^camera=\(self\), microphone=\(\)/);
    for (const path of ["/network", "/lookup", "/docs", "/v1/members", "/v1/nothing"]) {
      expect((await world.ask("GET", path)).headers["permissions-policy"], path).to.match(/^camera=\(\), microphone/);
    }
  });
});
