import { expect } from "chai";
import { idOf, KEYS } from "./fake-service.ts";
import { bearer, ISSUE, problemIn, startWorld, type World } from "./server.ts";

describe("GET /v1/certificates/{id}.pdf", () => {
  let world: World;
  const path = `/v1/certificates/${idOf(1)}.pdf`;
  before(async () => {
    world = await startWorld();
    await world.write("/v1/certificates", ISSUE);
  });
  beforeEach(() => {
    const bytes = new TextEncoder().encode("%PDF-1.7\n");
    world.service.answer = { state: "issued", file: { bytes, etag: '"sealed-9"' } };
    world.service.calls.length = 0;
  });
  after(() => world.close());

  const get = (query = "", headers: Readonly<Record<string, string>> = {}) =>
    world.ask("GET", `${path}${query}`, { headers: { ...bearer(KEYS.clerk), ...headers } });

  for (const state of ["sealing", "anchoring"] as const) {
    it(`answers 202 and when to ask again while it is ${state}`, async () => {
      world.service.answer = { state };
      const { status, headers, text } = await get();
      expect([status, JSON.parse(text)]).to.deep.equal([202, { id: idOf(1), state }]);
      expect(headers).to.include({ "retry-after": "1", "cache-control": "no-store" });
      expect(headers).to.not.have.any.keys("etag", "content-disposition");
    });
  }

  it("answers a PDF with a strong tag and a file name", async () => {
    const { status, headers, text } = await get();
    expect([status, text]).to.deep.equal([200, "%PDF-1.7\n"]);
    expect(headers).to.include({
      "content-type": "application/pdf",
      etag: '"sealed-9"',
      "cache-control": "private, no-cache",
      "content-disposition": `attachment; filename="${idOf(1)}.pdf"`,
    });
  });

  it("answers an OFD as one, by its own path", async () => {
    const { status, headers } = await world.ask("GET", path.replace(".pdf", ".ofd"), { headers: bearer(KEYS.clerk) });
    expect(status).to.equal(200);
    expect(headers).to.include({
      "content-type": "application/ofd",
      "content-disposition": `attachment; filename="${idOf(1)}.ofd"`,
    });
    expect(world.service.calls).to.deep.equal(["document zh ofd"]);
  });

  it("answers 304 to whoever has it", async () => {
    const { status, text } = await get("", { "If-None-Match": '"sealed-9"' });
    expect([status, text]).to.deep.equal([304, ""]);
  });

  for (const [query, languages] of [
    ["", "zh"],
    ["?languages=zh", "zh"],
    ["?languages=zh+en", "zh+en"],
    ["?languages=zh%2Ben", "zh+en"],
  ] as const) {
    it(`is in ${languages} for ${query || "no query"}`, async () => {
      await get(query);
      expect(world.service.calls).to.deep.equal([`document ${languages}`]);
    });
  }

  for (const query of ["?languages=en", "?languages=", "?languages=zh&languages=zh", "?language=zh"]) {
    it(`refuses ${query}`, async () => {
      expect((await get(query)).status).to.equal(422);
    });
  }

  it("does not exist for others, nor for what is no identifier", async () => {
    expect(problemIn(await world.ask("GET", path))).to.include({ status: 404, code: "http.not_found" });
    const nothing = await world.ask("GET", "/v1/certificates/1.2.3.pdf", { headers: bearer(KEYS.clerk) });
    expect(problemIn(nothing)).to.include({ status: 404, code: "http.not_found" });
  });
});
