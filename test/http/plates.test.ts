import { expect } from "chai";
import { PLATE } from "./fake-plates.ts";
import { KEYS } from "./fake-service.ts";
import { bearer, problemIn, startWorld, type World } from "./server.ts";

const { kind, label } = PLATE;

describe("/v1/plates", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it("answers a new plate with 201, its code and its image", async () => {
    const { status, text } = await world.write("/v1/plates", { kind, label });
    expect([status, JSON.parse(text)]).to.deep.equal([201, { ...PLATE, image: "<svg/>" }]);
  });

  it("shows a plate to anybody, and says of what is none that there is none", async () => {
    expect(JSON.parse((await world.ask("GET", `/v1/plates/${PLATE.id}`)).text)).to.deep.equal(PLATE);
    for (const id of ["0".repeat(16), "x", "..%2f"])
      expect(problemIn(await world.ask("GET", `/v1/plates/${id}`)).code).to.equal("http.not_found");
  });

  it("withdraws one plate, whose path is part of the request", async () => {
    const { status, text } = await world.write(`/v1/plates/${PLATE.id}/withdraw`, { reason: "迁址" });
    expect([status, JSON.parse(text).withdrawn.reason]).to.deep.equal([200, "迁址"]);
    expect(problemIn(await world.write(`/v1/plates/${"0".repeat(16)}/withdraw`, { reason: "迁址" })).status).to.equal(
      404,
    );
  });

  it("lists to members alone, and takes no other kind and no label that breaks a rule", async () => {
    const listed = await world.ask("GET", "/v1/plates", { headers: bearer(KEYS.clerk) });
    expect(JSON.parse(listed.text).items).to.deep.equal([PLATE]);
    expect(problemIn(await world.ask("GET", "/v1/plates")).code).to.equal("auth.missing");
    expect((await world.write("/v1/plates", { kind: "cat", label })).status).to.equal(422);
    expect(problemIn(await world.write("/v1/plates", { kind, label: "\u202e" })).code).to.equal("text.bidi");
  });
});
