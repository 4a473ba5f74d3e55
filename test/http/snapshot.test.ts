import { expect } from "chai";
import { problemIn, startWorld, type World } from "./server.ts";

const CODE = "11430000006122244L";

describe("GET /v1/snapshot", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const get = (query: string, headers: Readonly<Record<string, string>> = {}) =>
    world.ask("GET", `/v1/snapshot${query}`, { headers });

  it("is for anyone, from any page, and not sent again to whoever has it", async () => {
    const { status, headers, text } = await get(`?member=${CODE}`);
    expect([status, text]).to.deep.equal([200, '{"format":"yinzheng-snapshot/1"}']);
    expect(headers).to.include({
      "content-type": "application/vnd.yinzheng.snapshot+json",
      "access-control-allow-origin": "*",
      etag: '"snapshot-9"',
    });
    expect((await get("", { "If-None-Match": '"snapshot-9"' })).status).to.equal(304);
  });

  it("refuses codes that are not written as codes, and what is not known", async () => {
    for (const query of ["?member=1", `?member=${CODE},`, `?type=${CODE}`, "?member="])
      expect(problemIn(await get(query)).code, query).to.equal("schema.pattern");
    expect(problemIn(await get("?batch=1")).code).to.equal("schema.unknown_field");
    expect(problemIn(await get("?member=91370100MA3TESTA5X")).code).to.equal("http.not_found");
    expect((await get(`?member=${CODE},${CODE}`)).status).to.equal(200);
  });
});
