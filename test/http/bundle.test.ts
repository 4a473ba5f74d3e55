import { expect } from "chai";
import { idOf, KEYS } from "./fake-service.ts";
import { bearer, ISSUE, problemIn, startWorld, type World } from "./server.ts";

describe("GET /v1/certificates/{id}/bundle", () => {
  let world: World;
  const path = `/v1/certificates/${idOf(1)}/bundle`;
  before(async () => {
    world = await startWorld();
    await world.write("/v1/certificates", ISSUE);
  });
  after(() => world.close());

  const get = (headers: Readonly<Record<string, string>> = {}, method = "GET") =>
    world.ask(method, path, { headers: { ...bearer(KEYS.clerk), ...headers } });

  it("answers the bundle's own media type, a strong tag, a file name and the levels it reaches", async () => {
    const { status, headers, text } = await get();
    expect(status).to.equal(200);
    expect(text).to.equal('{"format":"yinzheng-bundle/1"}');
    expect(headers).to.include({
      "content-type": "application/vnd.yinzheng.bundle+json",
      etag: '"evidence-9"',
      "cache-control": "private, no-cache",
      "content-disposition": `attachment; filename="${idOf(1)}.yinzheng.json"`,
      "yinzheng-levels": "online, snapshot",
    });
  });

  for (const tag of ['"evidence-9"', 'W/"evidence-9"', '"other", "evidence-9"', "*"]) {
    it(`answers 304 without a body to If-None-Match: ${tag}`, async () => {
      const { status, headers, text } = await get({ "If-None-Match": tag });
      expect([status, text, headers.etag]).to.deep.equal([304, "", '"evidence-9"']);
      expect(headers).to.not.have.property("content-type");
    });
  }

  it("answers 200 when the evidence has changed", async () => {
    world.service.etag = '"evidence-10"';
    const { status, headers } = await get({ "If-None-Match": '"evidence-9"' });
    expect([status, headers.etag]).to.deep.equal([200, '"evidence-10"']);
  });

  it("HEAD tells the tag without the file", async () => {
    const { status, headers, text } = await get({}, "HEAD");
    expect([status, text, headers.etag]).to.deep.equal([200, "", '"evidence-10"']);
  });

  it("does not exist for others, and the refusal carries neither tag nor file name", async () => {
    const answer = await world.ask("GET", path);
    expect(problemIn(answer)).to.include({ status: 404, code: "http.not_found" });
    expect(answer.headers).to.not.have.any.keys("etag", "content-disposition");
  });
});
