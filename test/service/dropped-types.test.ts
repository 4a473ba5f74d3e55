import { expect } from "chai";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { TYPES, typeTable } from "../../src/domain/types/table.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { failure, type Harness, LICENCE, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

/** A second version of the licence, which only a file knows. */
const DROPPED: TypeDefinition = {
  ...BUSINESS_LICENCE,
  version: 2,
  names: { zh: "营业执照（试行）", en: "Trial licence" },
};

describe("service: types that came as files", () => {
  let world: World;
  const store = openMemoryStore();

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  const withTypes = (...more: readonly TypeDefinition[]): Promise<Harness> =>
    serve(world, { store, types: typeTable([...TYPES, ...more]) });
  const draft = (harness: Harness): Promise<CertificateView> =>
    harness.service.issue(principal(world.licences), { type: BUSINESS_LICENCE.code, subject: LICENCE });

  it("are drafted in their newest version, and remembered once the file is gone", async () => {
    const first = await withTypes(DROPPED);
    const view = await draft(first);
    expect([view.draft.typeVersion, view.type.names.en]).to.deep.equal([2, "Trial licence"]);
    await first.close();
    const second = await withTypes();
    const again = (await second.service.certificate(principal(world.licences), view.id)) as CertificateView;
    expect([again.draft.typeVersion, again.masked]).to.deep.equal([2, true]);
    expect((await second.service.certificates(principal(world.licences), {}, {})).items.length).to.equal(1);
    expect((await draft(second)).draft.typeVersion, "issued no more").to.equal(1);
    await second.close();
  });

  it("are journaled once, however often the service starts", async () => {
    for (const _ of [1, 2]) await (await withTypes(DROPPED)).close();
    let count = 0;
    for await (const { kind } of store.journal.scan(1)) if (kind === "type.defined") count++;
    expect(count).to.equal(1);
  });

  it("stop the start where they say something else under the same version", async () => {
    const changed = { ...DROPPED, credentialType: "AnotherCredential" };
    const { code, detail } = await failure(withTypes(changed));
    expect(code).to.equal("config.invalid");
    expect(detail).to.include({ type: DROPPED.code, version: 2 });
    await (await withTypes({ ...changed, version: 3 })).close();
  });
});
