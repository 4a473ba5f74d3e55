import { expect } from "chai";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { SealUse } from "../../../src/domain/seal.ts";
import { sealIdOf } from "../../../src/proof/ids.ts";
import { openSignLog, type SignLog } from "../../../src/service/signer/sign-log.ts";
import { checkUse } from "../../../src/service/signer/use-rule.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { MEMBER_ID, PROFILE } from "../../proof/paper/certificate.ts";
import { BATCH_ID, HOUR, MAKER, NETWORK, NOTHING, NOW, refusal } from "./office.ts";

const CONFIG = { role: "checker", network: NETWORK, profile: PROFILE, types: [], makers: [MAKER.address] } as const;
const SEAL = sealIdOf(`${PROFILE.code}001`);
const OTHER = sealIdOf(`${PROFILE.code}002`);
const USE: SealUse = {
  memberId: MEMBER_ID,
  officerEpoch: 1,
  sealId: SEAL,
  batchId: BATCH_ID,
  count: 2,
  notBefore: NOW - HOUR,
  deadline: NOW + HOUR,
};

describe("signer: uses of seals", () => {
  let journal: Journal;
  let log: SignLog;
  before(async () => {
    journal = openMemoryStore().journal;
    log = await open();
    const window = { notBefore: NOW - HOUR, deadline: NOW + HOUR };
    const root: Hex = `0x${"11".repeat(32)}`;
    const anchor = { memberId: MEMBER_ID, officerEpoch: 1, batchId: BATCH_ID, root, size: 16, hashSuite: 1 };
    const uses = [{ sealId: SEAL, count: 2 }];
    const counts = { batchId: BATCH_ID, typeId: NOTHING, documents: 0 };
    await log.anchor({ ...anchor, typeId: NOTHING, ...window }, { list: "", drafts: new Map(), uses }, counts);
  });

  const open = (): Promise<SignLog> => openSignLog(journal, "checker", () => NOW);
  const asked = (fields: Partial<SealUse> = {}, by = log): Promise<string> =>
    refusal((async () => checkUse(CONFIG, { ...USE, ...fields }, by, NOW))());
  const refused = (rule: string): string => `signer.refused: ${rule}`;

  it("are counted as often as the officer saw them in the batch that it signed, also after a restart", async () => {
    expect(await asked()).to.equal("signed");
    expect(await asked({}, await open())).to.equal("signed");
  });

  it("are counted for no other number, seal, batch, member or time", async () => {
    const unseen = refused("this officer has signed no batch with uses of this seal");
    expect(await asked({ count: 3 })).to.equal(refused("the seal is used another number of times in the batch"));
    expect(await asked({ count: 1 })).to.equal(refused("the seal is used another number of times in the batch"));
    expect(await asked({ sealId: OTHER })).to.equal(unseen);
    expect(await asked({ batchId: NOTHING })).to.equal(unseen);
    expect(await asked({ memberId: NOTHING })).to.equal(refused("the uses are another member's"));
    expect(await asked({ deadline: NOW - 1 })).to.equal(refused("the signing window is not now"));
    expect(await asked({ notBefore: NOW - 48 * HOUR })).to.equal(refused("the signing window is longer than 24 hours"));
  });
});
