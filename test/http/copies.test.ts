import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { COPY, METADATA } from "./fake-copies.ts";
import { idOf, KEYS } from "./fake-service.ts";
import { bearer, ISSUE, JSON_HEADERS, problemIn, startWorld, type World } from "./server.ts";

const { purpose, reason } = COPY;
const ASKED = { purpose, validUntil: "2026-12-31", reason };
const HOLDER = { holderCode: METADATA.CZZTDM, holderTypeCode: "001", useCause: "案件" };
const SOUGHT = { ...HOLDER, certTypeCode: METADATA.ZZLXDM };
const NAMED = { ...HOLDER, id: METADATA.ZZBS };

describe("copies for one purpose over HTTP", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
    await world.write("/v1/certificates", ISSUE);
  });
  beforeEach(() => {
    world.service.calls.length = 0;
  });
  after(() => world.close());

  const copies = `/v1/certificates/${idOf(1)}/copies`;
  const get = (path: string, key = KEYS.clerk) => world.ask("GET", path, { headers: bearer(key) });

  it("are ordered with 202, and where and when to look", async () => {
    const { status, headers, text } = await world.write(copies, ASKED);
    expect(status).to.equal(202);
    expect(headers).to.include({ location: `/v1/copies/${COPY.id}`, "retry-after": "1" });
    expect(JSON.parse(text)).to.include({ certificate: idOf(1), state: "sealing", languages: "zh", audience: null });
  });

  it("are ordered once for a key", async () => {
    const key = { "Idempotency-Key": "one" };
    const [first, again] = [await world.write(copies, ASKED, key), await world.write(copies, ASKED, key)];
    expect(again.text).to.equal(first.text);
    expect(again.headers).to.include({ "idempotency-replayed": "true", location: `/v1/copies/${COPY.id}` });
    expect(world.service.calls).to.deep.equal(["make copy"]);
    const other = await world.write(copies, { ...ASKED, purpose: "其他" }, key);
    expect(problemIn(other)).to.include({ status: 422, code: "http.idempotency_key_reused" });
    const none = await world.write(copies, ASKED, { "Idempotency-Key": "" });
    expect(problemIn(none)).to.include({ status: 428, code: "http.idempotency_key_missing" });
  });

  for (const [what, body, code] of [
    ["without a reason", { purpose, validUntil: "2026-12-31" }, "schema.missing_field"],
    ["with an empty reason", { ...ASKED, reason: "" }, "text.empty"],
    ["without an end", { purpose, reason }, "schema.missing_field"],
    ["with an end that is a number", { ...ASKED, validUntil: 1_798_732_799.5 }, "schema.type"],
    ["with an end that has parts of a second", { ...ASKED, validUntil: "2026-12-31T00:00:00.5Z" }, "schema.date"],
    ["with a purpose that reads backwards", { ...ASKED, purpose: "\u202e用途" }, "text.bidi"],
    ["with a purpose of two lines", { ...ASKED, purpose: "用\n途" }, "text.control"],
    ["with a language that there is none of", { ...ASKED, languages: "en" }, "schema.value"],
    ["with what nobody asked for", { ...ASKED, colour: "red" }, "schema.unknown_field"],
  ] as const) {
    it(`are refused ${what}`, async () => {
      expect(problemIn(await world.write(copies, body))).to.include({ status: 422, code });
      expect(world.service.calls).to.deep.equal([]);
    });
  }

  it("are refused with the service's own code", async () => {
    for (const [code, status] of [
      ["conflict.state", 409],
      ["text.too_long", 422],
      ["http.not_found", 404],
    ] as const) {
      world.service.fail = new YinzhengError(code);
      expect(problemIn(await world.write(copies, ASKED))).to.include({ status, code });
    }
  });

  it("are seen, and fetched once they are there, by whoever may have them", async () => {
    expect(JSON.parse((await get(`/v1/copies/${COPY.id}`)).text)).to.deep.equal(COPY);
    world.service.answer = { state: "anchoring" };
    const waiting = await get(`/v1/copies/${COPY.id}.pdf`);
    expect([waiting.status, JSON.parse(waiting.text)]).to.deep.equal([202, { id: COPY.id, state: "anchoring" }]);
    const bytes = new TextEncoder().encode("%PDF-1.7\n");
    world.service.answer = { state: "issued", file: { bytes, etag: '"copy-9"' } };
    const { status, headers, text } = await get(`/v1/copies/${COPY.id}.pdf`);
    expect([status, text]).to.deep.equal([200, "%PDF-1.7\n"]);
    expect(headers).to.include({ "content-type": "application/pdf", etag: '"copy-9"' });
    for (const path of [`/v1/copies/${COPY.id}`, `/v1/copies/${COPY.id}.pdf`]) {
      expect(problemIn(await get(path, KEYS.other))).to.include({ status: 404, code: "http.not_found" });
      expect(problemIn(await world.ask("GET", path))).to.include({ status: 401, code: "auth.missing" });
    }
    for (const id of ["x", `${COPY.id}x`, "..%2f..%2fetc", `${COPY.id}.ofd`])
      expect(problemIn(await get(`/v1/copies/${id}`))).to.include({ status: 404, code: "http.not_found" });
  });

  it("and other uses are listed a page at a time", async () => {
    const first = JSON.parse((await get(`/v1/certificates/${idOf(1)}/uses?limit=1`)).text);
    expect(first.items[0]).to.include({ what: "copy", reason });
    const second = JSON.parse((await get(`/v1/certificates/${idOf(1)}/uses?after=${first.next}`)).text);
    expect(second).to.not.have.property("next");
    expect(problemIn(await get(`/v1/certificates/${idOf(1)}/uses?limit=0`))).to.include({ status: 422 });
  });
});

describe("what departments ask for a case, over HTTP", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const ask = (path: string, body: object, headers: Readonly<Record<string, string>> = bearer(KEYS.clerk)) =>
    world.ask("POST", path, { headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) });

  it("is answered: certificates, metadata, and a copy that is on its way", async () => {
    expect(JSON.parse((await ask("/v1/shared/query", SOUGHT)).text)).to.deep.equal({ items: [] });
    expect(JSON.parse((await ask("/v1/shared/metadata", NAMED)).text)).to.deep.equal(METADATA);
    const { status, headers, text } = await world.write("/v1/shared/copies", { ...NAMED, languages: "zh+en" });
    expect([status, JSON.parse(text).languages]).to.deep.equal([202, "zh+en"]);
    expect(headers).to.include({ location: `/v1/copies/${COPY.id}` });
  });

  it("needs a caller, a reason, and for a copy an Idempotency-Key", async () => {
    const asks = [
      ["/v1/shared/query", SOUGHT],
      ["/v1/shared/metadata", NAMED],
      ["/v1/shared/copies", NAMED],
    ] as const;
    for (const [path, body] of asks) {
      expect(problemIn(await ask(path, body, {})).code).to.equal("auth.missing");
      const { useCause: _, ...silent } = body;
      expect(problemIn(await world.write(path, silent)).code).to.equal("schema.missing_field");
      expect(problemIn(await world.write(path, { ...body, useCause: "\u0000" })).code).to.equal("text.control");
    }
    expect(problemIn(await ask("/v1/shared/copies", NAMED)).code).to.equal("http.idempotency_key_missing");
  });

  it("can't be a search by anything else", async () => {
    for (const wrong of [
      { ...SOUGHT, holderName: "某" },
      { ...SOUGHT, holderTypeCode: "1" },
      { ...SOUGHT, holderCode: "" },
    ])
      expect((await ask("/v1/shared/query", wrong)).status).to.equal(422);
  });

  it("is refused where there was too much of it", async () => {
    world.service.fail = new YinzhengError("http.rate");
    expect(problemIn(await ask("/v1/shared/query", SOUGHT))).to.include({ status: 429, code: "http.rate" });
  });
});
