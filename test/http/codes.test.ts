import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { CODE, REDEMPTION } from "./fake-codes.ts";
import { KEYS } from "./fake-service.ts";
import { bearer, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const { certificates, purpose } = CODE;
const REDEEM = { code: CODE.code, reason: "柜面核对" };

describe("/v1/codes", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const redeem = (body: object = REDEEM, headers: Readonly<Record<string, string>> = {}) =>
    world.ask("POST", "/v1/codes/redeem", {
      headers: { ...JSON_HEADERS, ...bearer(KEYS.other), "Idempotency-Key": "k", ...headers },
      body: JSON.stringify(body),
    });

  it("answers with the code and its image, and the same again to the same key", async () => {
    const { status, text, headers } = await world.write("/v1/codes", { certificates, purpose });
    expect([status, JSON.parse(text)]).to.deep.equal([201, CODE]);
    expect(headers["cache-control"]).to.equal("no-store");
  });

  it("gives what was consented to, keeping no answer: the service knows whether it may be given again", async () => {
    for (let i = 0; i < 2; i++) {
      const { status, text, headers } = await redeem();
      expect([status, JSON.parse(text)]).to.deep.equal([200, REDEMPTION]);
      expect(headers).to.not.have.property("idempotency-replayed");
    }
    expect(world.service.calls.filter((call) => call === "redeem code")).to.have.length(2);
  });

  it("answers each refusal with its own code", async () => {
    expect(problemIn(await redeem({ ...REDEEM, code: "YZ2:0" }))).to.include({ status: 404, code: "code.unknown" });
    for (const [code, status] of [
      ["code.expired", 410],
      ["code.used", 409],
      ["code.audience", 403],
      ["http.rate", 429],
    ] as const) {
      world.service.fail = new YinzhengError(code);
      const refused = await redeem();
      expect(problemIn(refused)).to.include({ status, code });
      expect(refused.headers["retry-after"]).to.equal(status === 429 ? "60" : undefined);
    }
  });

  it("demands a caller, a key, a reason, and a request of the right shape", async () => {
    expect(problemIn(await redeem(REDEEM, { Authorization: "" })).code).to.equal("auth.invalid");
    expect(problemIn(await redeem(REDEEM, bearer(KEYS.clerk))).code).to.equal("auth.forbidden");
    expect(problemIn(await redeem(REDEEM, { "Idempotency-Key": "" })).code).to.equal("http.idempotency_key_missing");
    expect(problemIn(await redeem({ code: CODE.code })).code).to.equal("schema.missing_field");
    expect(problemIn(await redeem({ ...REDEEM, reason: "" })).code).to.equal("text.empty");
    for (const wrong of [
      { certificates: [], purpose },
      { certificates: [{ id: certificates[0]?.id, show: "everything" }], purpose },
      { certificates, purpose, more: 1 },
    ])
      expect((await world.write("/v1/codes", wrong)).status).to.equal(422);
  });

  it("lists for both sides", async () => {
    const get = (path: string, key: string) => world.ask("GET", path, { headers: bearer(key) });
    expect(JSON.parse((await get("/v1/codes", KEYS.clerk)).text).items[0]).to.include({ id: CODE.id });
    expect((await get("/v1/codes", KEYS.clerk)).text).to.not.include(CODE.code);
    expect(JSON.parse((await get("/v1/codes/redeemed", KEYS.other)).text).items).to.have.length(1);
    expect(problemIn(await world.ask("GET", "/v1/codes")).code).to.equal("auth.missing");
  });
});
