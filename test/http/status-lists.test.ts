import { expect } from "chai";
import { LIST } from "./fake-service.ts";
import { problemIn, startWorld, type World } from "./server.ts";

describe("status lists over HTTP", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    world.ask("GET", `/v1/status-lists${path}`, { headers });
  const FILE = "application/vnd.yinzheng.status-list+json";

  it("are listed for anyone, from any page", async () => {
    const { status, headers, text } = await get("");
    const { id, memberId, typeId, block, time } = LIST;
    expect([status, JSON.parse(text)]).to.deep.equal([200, { items: [{ id, memberId, typeId, block, time }] }]);
    expect(headers).to.include({ "access-control-allow-origin": "*", "cache-control": "public, max-age=60" });
    expect(headers).to.not.have.property("vary");
  });

  it("are W3C credentials at the URL that certificates name, and files that prove them below it", async () => {
    const credential = await get(`/${LIST.id}`);
    expect(credential.text).to.equal(LIST.credential);
    expect(credential.headers).to.include({ "content-type": "application/vc", etag: LIST.etag });
    const file = await get(`/${LIST.id}/bundle`);
    expect(file.text).to.equal(LIST.text);
    expect(file.headers).to.include({ "content-type": FILE, "cache-control": "public, max-age=60", etag: LIST.etag });
  });

  it("are not sent again to whoever has them", async () => {
    for (const path of ["", "/bundle", "/9"]) {
      const answer = await get(`/${LIST.id}${path}`, { "If-None-Match": LIST.etag });
      expect([answer.status, answer.text], path).to.deep.equal([304, ""]);
      expect((await get(`/${LIST.id}${path}`, { "If-None-Match": '"list-8"' })).status).to.equal(200);
    }
  });

  it("may be kept for ever as of a block", async () => {
    const { text, headers } = await get(`/${LIST.id}/9`);
    expect(text).to.equal(LIST.text);
    expect(headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
  });

  it("are not found under any other name", async () => {
    for (const path of [
      `/${"cd".repeat(16)}`,
      `/${LIST.id}/10`,
      `/${LIST.id}/09`,
      `/${LIST.id}/x`,
      "/..%2f..",
      "/AB",
    ]) {
      expect(problemIn(await get(path)).code, path).to.equal("http.not_found");
    }
    expect(problemIn(await world.ask("POST", `/v1/status-lists/${LIST.id}`)).code).to.equal("http.method");
  });
});
