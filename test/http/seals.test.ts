import { expect } from "chai";
import { SEAL } from "./fake-seals.ts";
import { hex, KEYS } from "./fake-service.ts";
import { bearer, problemIn, startWorld, type World } from "./server.ts";

const ORDER = { officer: hex(20), orderedAt: 1, signature: hex(65) };

describe("/v1/seals", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  const get = (path: string, key?: string) => world.ask("GET", path, key === undefined ? {} : { headers: bearer(key) });

  it("takes an application, and a picture in base64 with it", async () => {
    const picture = { file: "iVBORw==", width: 42, height: 42 };
    const { format: _, ...said } = SEAL.form;
    const form = { format: SEAL.form.format, ...said, kind: "picture" };
    const { status, text } = await world.write("/v1/seals", { form, picture, order: ORDER });
    expect([status, JSON.parse(text).code]).to.deep.equal([201, SEAL.code]);
    const wrong = await world.write("/v1/seals", { form, picture: { ...picture, file: "*" }, order: ORDER });
    expect(problemIn(wrong).status).to.equal(422);
  });

  it("takes orders and delegations about the seal that the path names", async () => {
    for (const [path, body] of [
      ["make", {}],
      ["orders", { what: "suspend", expected: 1, order: ORDER }],
      ["delegations", { member: SEAL.owner.code, validFrom: 1, validUntil: 2, expected: 1, order: ORDER }],
    ] as const) {
      expect((await world.write(`/v1/seals/${SEAL.code}/${path}`, body)).status, path).to.equal(200);
      const other = await world.write(`/v1/seals/${SEAL.owner.code}999/${path}`, body);
      expect(problemIn(other).code, path).to.equal("http.not_found");
    }
  });

  it("knows orders by their names", async () => {
    const burn = await world.write(`/v1/seals/${SEAL.code}/orders`, { what: "burn", expected: 1, order: ORDER });
    expect(problemIn(burn).status).to.equal(422);
  });

  it("shows everybody state, owner, name and period, and its own people everything", async () => {
    const anybody = JSON.parse((await get(`/v1/seals/${SEAL.code}`)).text);
    expect(anybody).to.include({ code: SEAL.code, state: "active", name: SEAL.name });
    expect(anybody).not.to.have.any.keys("digest", "form", "uses", "orders");
    expect(JSON.parse((await get(`/v1/seals/${SEAL.code}`, KEYS.clerk)).text)).to.deep.equal(SEAL);
  });

  it("hands out seal object and picture as files of their kinds", async () => {
    const object = await get(`/v1/seals/${SEAL.code}/seal`, KEYS.clerk);
    expect(object.headers["content-type"]).to.equal("application/octet-stream");
    expect(object.headers["content-disposition"]).to.equal(`attachment; filename="${SEAL.code}.esl"`);
    expect((await get(`/v1/seals/${SEAL.code}/picture`, KEYS.clerk)).headers["content-type"]).to.equal("image/png");
  });
});
