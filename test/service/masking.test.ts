import { expect } from "chai";
import { canonicalize, type JsonObject } from "../../src/domain/canonical.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { CertificateView } from "../../src/service/service.ts";
import type { Journal } from "../../src/store/store.ts";
import { draft, failure, type Harness, issued, LICENCE, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

/** The journal of a disk that is full. */
function full(journal: Journal): Journal {
  return new Proxy(journal, {
    get(target, name) {
      if (name === "append") return () => Promise.reject(new YinzhengError("storage.full"));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const HIDDEN = ["葛󠄀记", "葛󠄀某", "91371000163094814Q"];

describe("service: masking", () => {
  let world: World;
  let harness: Harness;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;
  const unmaskings = async (): Promise<readonly JsonObject[]> => {
    const found: JsonObject[] = [];
    for await (const { kind, subject, actor, payload } of harness.store.journal.scan(1)) {
      if (kind === "certificate.unmasked") found.push({ subject, actor, payload: payload as JsonObject });
    }
    return found;
  };

  it("tells neither name nor number of anybody in a list, a single view, or the answer to an approval", async () => {
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    const single = await harness.service.certificate(by, view.id);
    const { items } = await harness.service.certificates(by, {}, {});
    expect(items.length).to.be.greaterThan(0);
    for (const text of [view, single, items].map((value) => JSON.stringify(value))) {
      for (const hidden of HIDDEN) expect(text).to.not.include(hidden);
    }
    expect(items.every(({ masked }) => masked)).to.equal(true);
    expect((single as CertificateView).draft.identifier).to.equal(view.id);
  });

  it("shows the whole draft to a clerk or maker who says why, and journals it before", async () => {
    const { id, draftDigest } = await draft(harness.service, world);
    for (const role of ["clerk", "maker"] as const) {
      const by = principal(world.licences, role);
      const before = (await unmaskings()).length;
      const view = await harness.service.unmask(by, id, `核对 ${role}`);
      expect(view).to.include({ masked: false, draftDigest });
      expect(canonicalize(view.draft.subject as JsonObject)).to.equal(canonicalize(LICENCE));
      const told = (await unmaskings()).slice(before);
      expect(told).to.deep.equal([{ subject: id, actor: by.subject, payload: { reason: `核对 ${role}` } }]);
    }
  });

  it("shows nothing without a reason, to a reader, or to another member, and journals nothing", async () => {
    const { id } = await draft(harness.service, world);
    const before = (await unmaskings()).length;
    const clerk = principal(world.licences, "clerk");
    expect(await codeOf(harness.service.unmask(clerk, id, ""))).to.equal("text.empty");
    expect(await codeOf(harness.service.unmask(clerk, id, "字".repeat(201)))).to.equal("text.too_long");
    expect(await codeOf(harness.service.unmask(principal(world.licences, "reader"), id, "why"))).to.equal(
      "auth.forbidden",
    );
    expect(await codeOf(harness.service.unmask(principal(world.identities), id, "why"))).to.equal("http.not_found");
    expect((await unmaskings()).length).to.equal(before);
  });

  it("shows nothing where the journal can't be written", async () => {
    const { id } = await draft(harness.service, world);
    const stuck = await serve(world, { store: { ...harness.store, journal: full(harness.store.journal) } });
    try {
      expect(await codeOf(stuck.service.unmask(principal(world.licences), id, "why"))).to.equal("storage.full");
    } finally {
      await stuck.close();
    }
  });
});
