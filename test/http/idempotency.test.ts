import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { KEYS } from "./fake-service.ts";
import { bearer, ISSUE, problemIn, SUBJECT, startWorld, type World } from "./server.ts";

const keyed = (key: string) => ({ "Idempotency-Key": key });

describe("Idempotency-Key", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const issued = () => world.service.calls.filter((verb) => verb === "issue").length;

  it("a write without a key is refused with 428 and not done", async () => {
    for (const key of ["", undefined]) {
      const headers = {
        "Content-Type": "application/json",
        ...bearer(KEYS.clerk),
        ...(key !== undefined && keyed(key)),
      };
      const answer = await world.ask("POST", "/v1/certificates", { headers, body: JSON.stringify(ISSUE) });
      expect(problemIn(answer)).to.include({ status: 428, code: "http.idempotency_key_missing" });
    }
    expect(issued()).to.equal(0);
  });

  it("a key that is too long or holds a space is refused", async () => {
    for (const key of ["a b", "x".repeat(256)]) {
      const problem = problemIn(await world.write("/v1/certificates", ISSUE, keyed(key)));
      expect(problem).to.include({ status: 422, code: "schema.pattern" });
      expect(problem.context).to.include({ header: "Idempotency-Key" });
    }
  });

  it("the same request is done once and answered the same twice", async () => {
    const first = await world.write("/v1/certificates", ISSUE, keyed("once"));
    const second = await world.write("/v1/certificates", ISSUE, keyed("once"));
    expect(second.text).to.equal(first.text);
    expect(second.status).to.equal(first.status);
    expect(second.headers.location).to.equal(first.headers.location);
    expect(first.headers["idempotency-replayed"]).to.equal(undefined);
    expect(second.headers["idempotency-replayed"]).to.equal("true");
    expect(issued()).to.equal(1);
  });

  it("the service is told the key, so that a crash before the answer was kept makes no second draft", async () => {
    const told: unknown[] = [];
    const { issue } = world.service;
    world.service.issue = (by, request, options) => {
      told.push(options);
      return issue(by, request, options);
    };
    await world.write("/v1/certificates", ISSUE, keyed('"told"'));
    expect(told).to.deep.equal([{ idempotencyKey: "told" }]);
  });

  it("members in another order are the same request, and so is the key in quotes", async () => {
    await world.write("/v1/certificates", ISSUE, keyed("order"));
    const { status } = await world.write("/v1/certificates", { subject: SUBJECT, type: ISSUE.type }, keyed('"order"'));
    expect(status).to.equal(202);
    expect(issued()).to.equal(1);
  });

  it("another body under the same key is refused", async () => {
    await world.write("/v1/certificates", ISSUE, keyed("reused"));
    const other = { ...ISSUE, validUntil: "2030-01-01" };
    const problem = problemIn(await world.write("/v1/certificates", other, keyed("reused")));
    expect(problem).to.include({ status: 422, code: "http.idempotency_key_reused" });
    expect(issued()).to.equal(1);
  });

  it("another route under the same key is refused", async () => {
    const { id } = JSON.parse((await world.write("/v1/certificates", ISSUE)).text);
    await world.write(`/v1/certificates/${id}/return`, { reason: "错" }, keyed("route"));
    const { code } = problemIn(await world.write(`/v1/certificates/${id}/suspend`, {}, keyed("route")));
    expect(code).to.equal("schema.missing_field");
    const order = {
      officer: `0x${"1".repeat(40)}`,
      orderedAt: 1,
      expectedHead: `0x${"0".repeat(64)}`,
      signature: `0x${"2".repeat(130)}`,
    };
    const body = { reason: "investigation", order };
    const problem = problemIn(await world.write(`/v1/certificates/${id}/suspend`, body, keyed("route")));
    expect(problem.code).to.equal("http.idempotency_key_reused");
  });

  it("a second request while the first is under way gets 409 and is not done", async () => {
    const gate = Promise.withResolvers<void>();
    world.service.gate = gate.promise;
    const first = world.write("/v1/certificates", ISSUE, keyed("twice"));
    // The second is answered while the first waits at the gate; whichever comes second is refused.
    const second = world.write("/v1/certificates", ISSUE, keyed("twice"));
    const early = await Promise.race([first, second]);
    expect(problemIn(early)).to.include({ status: 409, code: "conflict.state" });
    expect(early.headers["retry-after"]).to.equal("1");
    gate.resolve();
    expect([(await first).status, (await second).status].sort()).to.deep.equal([202, 409]);
    expect(issued()).to.equal(1);
  });

  it("a refused request can be mended and sent again under its key", async () => {
    world.service.fail = new YinzhengError("chain.unreachable");
    expect((await world.write("/v1/certificates", ISSUE, keyed("again"))).status).to.equal(503);
    expect((await world.write("/v1/certificates", ISSUE, keyed("again"))).status).to.equal(202);
  });

  it("the act is acknowledged even where its answer can't be kept", async () => {
    world.service.keep = async () => {
      throw new YinzhengError("storage.full");
    };
    expect((await world.write("/v1/certificates", ISSUE)).status).to.equal(202);
  });
});
