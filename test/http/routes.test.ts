import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { hex, idOf, KEYS, NOTE } from "./fake-service.ts";
import { bearer, ISSUE, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const APPROVAL = { officer: hex(20, "1"), approvedAt: 1_763_900_000, signature: hex(65, "2") };
const ORDER = { officer: hex(20, "1"), orderedAt: 1_763_900_000, expectedHead: hex(32, "0"), signature: hex(65, "2") };

describe("routes", () => {
  let world: World;
  let id: string;
  beforeEach(async () => {
    world = await startWorld();
    id = JSON.parse((await world.write("/v1/certificates", ISSUE)).text).id;
  });
  afterEach(() => world.close());

  const get = (path: string, key?: string) => world.ask("GET", path, { headers: key === undefined ? {} : bearer(key) });

  it("a draft is answered with 202, where it is and whose turn it is", async () => {
    const answer = await world.write("/v1/certificates", ISSUE);
    expect(answer.status).to.equal(202);
    expect(JSON.parse(answer.text).state).to.equal("awaiting_approval");
    expect(answer.headers.location).to.equal(`/v1/certificates/${idOf(2)}`);
    expect((await get(answer.headers.location ?? "", KEYS.clerk)).status).to.equal(200);
  });

  it("an approval that led to the anchor is answered with 201", async () => {
    const answer = await world.write(`/v1/certificates/${id}/approve`, APPROVAL);
    expect(answer.status).to.equal(201);
    expect(JSON.parse(answer.text)).to.include({ state: "issued", status: "active" });
    expect(answer.headers.location).to.equal(`/v1/certificates/${id}`);
  });

  it("an approval whose anchor is not there yet is answered with 202 and when to ask again", async () => {
    const { approve } = world.service;
    world.service.approve = async (...given) => ({ ...(await approve(...given)), state: "anchoring" });
    const answer = await world.write(`/v1/certificates/${id}/approve`, APPROVAL);
    expect(answer.status).to.equal(202);
    expect(answer.headers["retry-after"]).to.equal("1");
  });

  it("a draft can be returned with a reason, which obeys the rules for text", async () => {
    const returned = await world.write(`/v1/certificates/${id}/return`, { reason: "地址有误" });
    expect(returned.status).to.equal(200);
    expect(JSON.parse(returned.text).returned.reason).to.equal("地址有误");
    for (const [reason, code] of [
      ["", "text.empty"],
      ["\u202e", "text.bidi"],
      ["字".repeat(501), "text.too_long"],
    ]) {
      expect(problemIn(await world.write(`/v1/certificates/${id}/return`, { reason })).code).to.equal(code);
    }
  });

  it("a member's DID document is public, also for pages of other sites; an unknown code is not found", async () => {
    const { status, headers, text } = await get("/members/11430000006122244L/did.json");
    expect(status).to.equal(200);
    expect(headers).to.include({
      "content-type": "application/did+json; charset=utf-8",
      "access-control-allow-origin": "*",
    });
    expect(JSON.parse(text).id).to.equal("did:web:localhost:members:11430000006122244L");
    for (const code of ["11371000004352185C", "x"])
      expect(problemIn(await get(`/members/${code}/did.json`))).to.include({ status: 404, code: "http.not_found" });
  });

  it("each verb asks for its own state", async () => {
    const body = { reason: "investigation", order: ORDER };
    for (const verb of ["suspend", "resume", "revoke"]) {
      expect((await world.write(`/v1/certificates/${id}/${verb}`, body)).status).to.equal(200);
    }
    const successor = idOf(7);
    expect((await world.write(`/v1/certificates/${id}/supersede`, { ...body, successor })).status).to.equal(200);
    const asked = world.service.calls.filter((call) => call.startsWith("to "));
    expect(asked).to.deep.equal(["to suspended", "to active", "to revoked", "to superseded"]);
  });

  it("a change of status names its reason and carries the maker's order", async () => {
    const wrong = { reason: "because", order: { ...ORDER, officer: ORDER.officer.toUpperCase(), orderedAt: 1.5 } };
    const { errors } = problemIn(await world.write(`/v1/certificates/${id}/revoke`, wrong));
    expect(errors?.map(({ code, pointer }) => [code, pointer])).to.have.deep.members([
      ["schema.value", "/reason"],
      ["schema.pattern", "/order/officer"],
      ["schema.type", "/order/orderedAt"],
    ]);
    const successor = { reason: "changed", successor: idOf(7), order: ORDER };
    expect(problemIn(await world.write(`/v1/certificates/${id}/revoke`, successor)).code).to.equal(
      "schema.unknown_field",
    );
  });

  it("the public sees type, issuer, state and status, and no field", async () => {
    const body = JSON.parse((await get(`/v1/certificates/${id}`)).text);
    expect(Object.keys(body).sort()).to.deep.equal(["id", "issuer", "state", "status", "type"]);
    expect(JSON.parse((await get(`/v1/certificates/${id}`, KEYS.clerk)).text)).to.have.property("draft");
  });

  it("a certificate is told as of an instant or a day, to the public and to its issuer", async () => {
    const asOf = async (text: string, key?: string) =>
      JSON.parse((await get(`/v1/certificates/${id}?asOf=${text}`, key)).text);
    const then = {
      time: 1_763_900_000,
      anchoredAt: 1_763_900_000,
      state: "suspended",
      since: 1_763_900_000,
      reason: null,
    };
    for (const key of [undefined, KEYS.clerk]) {
      expect(await asOf("2025-11-23T12:13:20Z", key)).to.deep.include({ status: "suspended", asOf: then });
      expect(await asOf("2025-11-23", key)).to.deep.include({ asOf: { ...then, changedThatDay: true } });
      expect(await asOf("2025-11-22", key))
        .to.deep.include({ status: null })
        .and.have.nested.property("asOf.state", "before_anchor");
    }
    expect(await asOf("2025-11-23")).to.not.have.property("draft");
  });

  for (const [query, code, parameter] of [
    ["asOf=2025-11-24", "schema.value", "asOf"],
    ["asOf=2025-11-23T12:13:21Z", "schema.value", "asOf"],
    ["asOf=2025-02-30", "schema.date", "asOf"],
    ["asOf=yesterday", "schema.date", "asOf"],
    ["asOf=", "schema.date", "asOf"],
    ["asOf=2025-11-22&asOf=2025-11-23", "schema.type", "asOf"],
    ["at=2025-11-23", "schema.unknown_field", "at"],
  ]) {
    it(`a certificate asked for with ${query} is refused, naming the parameter`, async () => {
      const problem = problemIn(await get(`/v1/certificates/${id}?${query}`));
      expect(problem).to.include({ status: 422, code });
      expect(problem.errors?.[0]).to.include({ parameter });
    });
  }

  it("names and numbers are shown for a reason, every time anew, and to nobody anonymous", async () => {
    const path = `/v1/certificates/${id}/unmask`;
    const asked = async (body: object, key?: string) => {
      const auth = key === undefined ? {} : bearer(key);
      return world.ask("POST", path, { headers: { ...JSON_HEADERS, ...auth }, body: JSON.stringify(body) });
    };
    const before = world.service.calls.length;
    for (const _ of [1, 2]) {
      const { status, text } = await asked({ reason: "核对" }, KEYS.clerk);
      expect([status, JSON.parse(text).masked]).to.deep.equal([200, false]);
    }
    expect(world.service.calls.slice(before)).to.deep.equal(["unmask", "unmask"]);
    expect(problemIn(await asked({ reason: "" }, KEYS.clerk)).code).to.equal("text.empty");
    expect(problemIn(await asked({}, KEYS.clerk)).code).to.equal("schema.missing_field");
    expect(problemIn(await asked({ reason: "核对" })).code).to.equal("auth.missing");
    expect(problemIn(await asked({ reason: "核对" }, KEYS.other)).code).to.equal("http.not_found");
  });

  it("the list is paged by a cursor", async () => {
    await world.write("/v1/certificates", ISSUE);
    const first = JSON.parse((await get("/v1/certificates?limit=1", KEYS.clerk)).text);
    expect(first.items).to.have.length(1);
    const second = JSON.parse((await get(`/v1/certificates?limit=1&after=${first.next}`, KEYS.clerk)).text);
    expect(second.items[0].id).to.equal(idOf(2));
    expect(second).to.not.have.property("next");
  });

  for (const [query, code, parameter] of [
    ["limit=0", "schema.pattern", "limit"],
    ["limit=201", "schema.value", "limit"],
    ["limit=1&limit=2", "schema.type", "limit"],
    ["state=lost", "schema.value", "state"],
    ["colour=red", "schema.unknown_field", "colour"],
    ["after=%00", "schema.pattern", "after"],
    ["__proto__=1", "schema.unknown_field", "__proto__"],
  ]) {
    it(`the query ${query} is refused, naming the parameter`, async () => {
      const problem = problemIn(await get(`/v1/certificates?${query}`, KEYS.clerk));
      expect(problem).to.include({ status: 422, code });
      expect(problem.errors?.[0]).to.include({ parameter });
    });
  }

  it("a verification takes its policy from the query", async () => {
    const verify = (query: string) =>
      world.ask("POST", `/v1/verifications${query}`, { headers: JSON_HEADERS, body: "{}" });
    expect((await verify("")).status).to.equal(200);
    await verify("?level=archival&asOf=2026-01-31");
    await verify("?asOf=2026-01-31T00:00:00%2B08:00");
    expect(world.service.policies).to.deep.equal([
      {},
      { level: "archival", asOf: Date.UTC(2026, 0, 31, 15, 59, 59) / 1000, dayStart: Date.UTC(2026, 0, 30, 16) / 1000 },
      { asOf: Date.UTC(2026, 0, 30, 16) / 1000 },
    ]);
    expect(problemIn(await verify("?asOf=2026-02-30"))).to.include({ status: 422, code: "schema.date" });
    expect(problemIn(await verify("?level=full"))).to.include({ status: 422, code: "schema.value" });
  });

  it("a verification needs no key, and takes the bundle's own media type", async () => {
    const headers = { "Content-Type": "application/vnd.yinzheng.bundle+json" };
    const answer = await world.ask("POST", "/v1/verifications", { headers, body: "{}" });
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text).verdict).to.equal("valid");
    expect(answer.headers["cache-control"]).to.equal("no-store");
  });

  it("members and checkpoint are public", async () => {
    expect(JSON.parse((await get("/v1/members")).text).items).to.have.length(1);
    const checkpoint = await get("/v1/checkpoints");
    expect(checkpoint.text).to.equal(NOTE);
    expect(checkpoint.headers["content-type"]).to.equal("text/plain; charset=utf-8");
  });

  it("the process is alive while the chain is down, but not ready", async () => {
    world.service.ready = false;
    expect((await get("/healthz")).status).to.equal(200);
    const answer = await get("/readyz");
    expect(answer.status).to.equal(503);
    expect(answer.headers["retry-after"]).to.equal("5");
    expect(JSON.parse(answer.text).ready).to.equal(false);
  });

  for (const path of [
    "/v1",
    "/v1/",
    "/v1/seals/",
    "/v1/batches/",
    "/V1/members",
    "/v1/members/",
    "/.vite/manifest.json",
    "/%",
    "/v1/certificates/%E0%A4%A",
    "/v1/certificates/..%2F..%2Fetc%2Fpasswd",
    "/v1/certificates/%00",
    `/v1/certificates/${idOf(1)}.odt`,
    `/v1/certificates/${idOf(1)}/`,
    `/v1/certificates/${idOf(1).toLowerCase()}`,
    `/v1/certificates/${idOf(1)}/bundle.json`,
    "/v1/certificates/__proto__",
    "/v1/certificates/1.2.156.3005.2.X",
  ]) {
    it(`there is nothing at ${path}`, async () => {
      expect(problemIn(await get(path, KEYS.clerk))).to.include({ status: 404, code: "http.not_found" });
    });
  }

  it("the dots of an identifier may be written as %2E", async () => {
    expect((await get(`/v1/certificates/${id.replaceAll(".", "%2E")}`, KEYS.clerk)).status).to.equal(200);
  });

  it("a method that is not offered gets 405 and the list of those that are", async () => {
    const answer = await world.ask("DELETE", "/v1/certificates");
    expect(problemIn(answer)).to.include({ status: 405, code: "http.method" });
    expect(answer.headers.allow).to.equal("GET, HEAD, POST, OPTIONS");
    expect((await world.ask("GET", `/v1/certificates/${id}/approve`)).headers.allow).to.equal("POST, OPTIONS");
    expect((await world.ask("POST", "/")).status).to.equal(405);
  });

  it("OPTIONS answers 204 and Allow", async () => {
    const answer = await world.ask("OPTIONS", `/v1/certificates/${id}`);
    expect([answer.status, answer.headers.allow]).to.deep.equal([204, "GET, HEAD, OPTIONS"]);
  });

  it("HEAD answers as GET does, without the body", async () => {
    const answer = await world.ask("HEAD", "/v1/members");
    const full = await get("/v1/members");
    expect([answer.status, answer.text]).to.deep.equal([200, ""]);
    expect(answer.headers["content-length"]).to.equal(full.headers["content-length"]);
  });

  it("an outage is told with a code and when to ask again, and keeps its details to itself", async () => {
    world.service.fail = new YinzhengError("store.damaged", { path: "/data/service", pointer: "/x" });
    const answer = await get("/v1/members");
    expect(problemIn(answer)).to.include({ status: 503, code: "store.damaged" });
    expect(answer.headers["retry-after"]).to.equal("5");
    expect(answer.text).to.not.include("/data/service");
  });

  it("titles are in the caller's language", async () => {
    const title = async (language: string) =>
      problemIn(await world.ask("GET", "/v1/nothing", { headers: { "Accept-Language": language } })).title;
    expect(await title("en-GB,en;q=0.9,zh;q=0.1")).to.equal("There is nothing here.");
    expect(await title("zh-CN")).to.equal("未找到。");
    expect(await title("fr")).to.equal("未找到。");
  });
});
