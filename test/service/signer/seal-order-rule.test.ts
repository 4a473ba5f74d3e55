import { expect } from "chai";
import { fromHex, toBase64, toHex } from "../../../src/crypto/encoding.ts";
import { keccak256, sm3 } from "../../../src/crypto/hash.ts";
import { recoverAddress } from "../../../src/crypto/secp256k1.ts";
import type { Seconds } from "../../../src/domain/bytes.ts";
import type { OfficerRole } from "../../../src/domain/member.ts";
import type { SealAct, SealForm, SealOrder } from "../../../src/domain/seal-order.ts";
import { memberIdOf } from "../../../src/proof/ids.ts";
import { sealOrderMessage } from "../../../src/proof/messages.ts";
import type { SealActRequest } from "../../../src/service/officers.ts";
import { actFor, actMessage } from "../../../src/service/seals/call.ts";
import { applyOrder, orderOf } from "../../../src/service/seals/form.ts";
import { sealDigest } from "../../../src/service/seals/match.ts";
import type { SignedSealOrder } from "../../../src/service/seals/seals.ts";
import { sealObjectOf } from "../../../src/service/seals/workshop.ts";
import { createSigner, type OfficerProcess } from "../../../src/service/signer/process.ts";
import type { OrderedSeal } from "../../../src/service/signer/seal-order-rule.ts";
import { openSignLog } from "../../../src/service/signer/sign-log.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { PICTURE } from "../../documents/read/ses/world.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { openWorkshop, type TestWorkshop } from "../workshop.ts";
import { NETWORK as BARE, CHECKER, HOUR, MAKER, NOW, refusal, STRANGER } from "./office.ts";

const NETWORK = { ...BARE, contracts: { ...BARE.contracts, sealRegistry: `0x${"5e".repeat(20)}` as const } };
const WORKS = { ...PROFILE, code: "12371000MB2854632B", names: { zh: "印章制作中心", en: "Seal Making Centre" } };
const FORM: SealForm = {
  format: "yinzheng-seal-application/1",
  code: `${PROFILE.code}001`,
  kind: "round",
  name: PROFILE.names.zh,
  maker: WORKS.code,
  validFrom: NOW - HOUR,
  validUntil: NOW + 1000 * HOUR,
  dailyLimit: 10,
};
const OTHER_MEMBER = memberIdOf("91371000MA3F8K2N56");

const refused = (rule: string): string => `signer.refused: ${rule}`;

describe("signer: orders about seals", () => {
  let workshop: TestWorkshop;
  /** DER of the seal that was applied for. */
  let object: Uint8Array;
  before(async () => {
    workshop = await openWorkshop(() => NOW);
    object = await sealOf(FORM);
  });

  const sealOf = (form: SealForm, parties = { owner: PROFILE, maker: WORKS }, created = NOW): Promise<Uint8Array> =>
    sealObjectOf(workshop, form, parties, form.picture === undefined ? null : PICTURE, created);

  async function office(
    options: { role?: OfficerRole; profile?: typeof PROFILE; now?: Seconds; blind?: boolean } = {},
  ): Promise<OfficerProcess> {
    const { role = "checker", profile = PROFILE, now = NOW, blind = false } = options;
    const officer = role === "maker" ? MAKER : CHECKER;
    const key = {
      name: role,
      algorithm: "secp256k1",
      purpose: "officer",
      address: officer.address,
      publicKey: "0x",
      sign: async (message: Uint8Array) => fromHex(officer.sign(message).signature),
    } as const;
    const config = { role, network: NETWORK, profile, types: [], makers: [MAKER.address] };
    const log = await openSignLog(openMemoryStore().journal, role, () => now);
    return createSigner({ key, config, log, clock: () => now, ...(blind ? {} : { seals: workshop }) });
  }

  const signed = (order: SealOrder, officer = MAKER): SignedSealOrder => ({
    order,
    officer: officer.address,
    signature: officer.sign(sealOrderMessage(NETWORK, order)).signature,
  });
  const application = (form = FORM): SignedSealOrder => signed(applyOrder(form, NOW - 60));

  /** What officers are asked to sign where this is ordered; `order` and `act` say what is otherwise. */
  function request(
    what: SealAct,
    order: Partial<SealOrder> = {},
    { officer = MAKER, form = FORM, seal = object, act = {}, window = {} } = {},
  ): SealActRequest {
    const looked = what === "make" || what === "activate";
    const memberId = memberIdOf(what === "make" ? WORKS.code : PROFILE.code);
    const period = what === "make" ? { validFrom: form.validFrom, validUntil: form.validUntil } : {};
    const digest = looked ? { digest: sealDigest(seal) } : {};
    const whole = orderOf(what, { code: form.code, memberId, ...digest, ...period, orderedAt: NOW - 60, ...order });
    const ordered = what === "apply" ? { ...applyOrder(form, NOW - 60), ...order } : whole;
    const term = { notBefore: NOW - HOUR, deadline: NOW + HOUR, ...window };
    const call = actFor(form, ordered, 1, term);
    if (call === null) throw new Error("an act");
    const shown = { form, application: application(form), ...(looked ? { seal: toBase64(seal) } : {}) };
    return { act: { ...call, ...act } as SealActRequest["act"], order: signed(ordered, officer), ...shown };
  }
  const ask = async (asked: SealActRequest, options?: Parameters<typeof office>[0]): Promise<string> =>
    refusal((await office(options)).signSeal(asked));
  const works = { profile: WORKS };

  it("are carried out by officers with their own keys, each act as it was ordered", async () => {
    const acts: readonly (readonly [SealAct, Partial<SealOrder>])[] = [
      ["apply", {}],
      ["activate", {}],
      ["suspend", { expected: 1 }],
      ["resume", { expected: 2 }],
      ["lose", { since: NOW - 2 * HOUR }],
      ["lose", {}],
      ["destroy", { expected: 3 }],
      ["delegate", { other: OTHER_MEMBER, validFrom: NOW, validUntil: NOW + HOUR }],
      ["delegate", { other: OTHER_MEMBER }],
    ];
    for (const [what, order] of acts) expect(await ask(request(what, order)), what).to.equal("signed");
    expect(await ask(request("make"), works)).to.equal("signed");
    const asked = request("activate");
    const { signer, signature } = await (await office()).signSeal(asked);
    expect(signer).to.equal(CHECKER.address);
    expect(recoverAddress(keccak256(actMessage(NETWORK, asked.act)), fromHex(signature))).to.equal(signer);
  });

  it("are for a seal whose code is its owner's, and by the member that it is up to", async () => {
    const foreign = { ...FORM, code: `${WORKS.code}001`, maker: WORKS.code };
    expect(await ask(request("suspend", {}, { form: foreign }))).to.equal(refused("the seal is another member's"));
    expect(await ask(request("make"))).to.equal(refused("the order is another member's"));
    expect(await ask(request("make", { memberId: memberIdOf(PROFILE.code) }))).to.equal(
      refused("the seal is another member's"),
    );
    expect(await ask(request("suspend", { sealId: OTHER_MEMBER }))).to.equal(refused("the order is for another seal"));
    expect(await ask(request("suspend", {}, { form: { ...FORM, code: `${PROFILE.code}01` } }))).to.equal("seal.code");
    const { order, ...asked } = request("suspend");
    const odd = signed({ ...order.order, what: 99 });
    expect(await ask({ ...asked, order: odd })).to.equal(refused("the order is of no act that this signer knows"));
  });

  it("count only if a maker of the member signed them", async () => {
    expect(await ask(request("suspend", {}, { officer: STRANGER }))).to.equal(
      refused("the signature is not a maker's of this member"),
    );
    const asked = request("suspend");
    const other = { ...asked.order, order: { ...asked.order.order, orderedAt: NOW - 61 } };
    expect(await ask({ ...asked, order: other })).to.equal(refused("the maker's signature is wrong"));
  });

  it("are carried out to the letter, and in a window of a day about now", async () => {
    const { change } = request("suspend").act as Extract<SealActRequest["act"], { kind: "seal-change" }>;
    for (const field of [{ to: 3 }, { since: 1 }, { expected: 9 }, { digest: OTHER_MEMBER }, { sealId: OTHER_MEMBER }])
      expect(await ask(request("suspend", {}, { act: { change: { ...change, ...field } } }))).to.equal(
        refused("what is to be signed is not what was ordered"),
      );
    expect(await ask(request("suspend", {}, { window: { deadline: NOW + 25 * HOUR } }))).to.equal(
      refused("the signing window is longer than 24 hours"),
    );
    expect(await ask(request("suspend", {}, { window: { notBefore: NOW - 3 * HOUR, deadline: NOW - HOUR } }))).to.equal(
      refused("the signing window is not now"),
    );
  });

  it("are not kept back: what gives is good for a day, what takes away also later", async () => {
    const old = { orderedAt: NOW - 25 * HOUR };
    const term = { other: OTHER_MEMBER, validFrom: NOW, validUntil: NOW + HOUR };
    for (const [what, more] of [
      ["activate", {}],
      ["resume", {}],
      ["delegate", term],
    ] as const)
      expect(await ask(request(what, { ...old, ...more })), what).to.equal(refused("the order is older than 24 hours"));
    for (const [what, more] of [
      ["suspend", {}],
      ["lose", {}],
      ["destroy", {}],
      ["delegate", { other: OTHER_MEMBER }],
    ] as const)
      expect(await ask(request(what, { ...old, ...more })), what).to.equal("signed");
    expect(await ask(request("suspend", { orderedAt: NOW + HOUR }))).to.equal(
      refused("the order is dated in the future"),
    );
  });

  it("to apply are for what the form says, and for no other maker or limit", async () => {
    expect(await ask(request("apply", { digest: OTHER_MEMBER }))).to.equal(
      refused("what is applied for is not what was ordered"),
    );
    const asked = request("apply");
    expect(await ask({ ...asked, form: { ...FORM, name: "另一个名称" } })).to.equal(
      refused("what is applied for is not what was ordered"),
    );
    expect(await ask({ ...asked, form: { ...FORM, dailyLimit: 11 } })).to.equal(
      refused("what is applied for is not what was ordered"),
    );
  });

  const makings: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
    ["the seal object has another code", () => sealOf({ ...FORM, code: `${PROFILE.code}002` })],
    ["the seal object has another name", () => sealOf({ ...FORM, name: "另一个名称" })],
    ["the seal object has another period", () => sealOf({ ...FORM, validUntil: NOW + HOUR })],
    ["the signer of the seal object is not its owner", () => sealOf(FORM, { owner: WORKS, maker: WORKS })],
    ["the seal object is another maker's", () => sealOf(FORM, { owner: PROFILE, maker: PROFILE })],
    ["the seal object can't be read", async () => Uint8Array.of(0x30, 0x00)],
    ["the seal object fails maker_signature", async () => flipped(object)],
  ];
  for (const [rule, make] of makings)
    it(`vouch for no seal object where ${rule}`, async () => {
      const seal = await make();
      expect(await ask(request("make", {}, { seal }), works)).to.equal(refused(rule));
      expect(await ask(request("activate", {}, { seal }))).to.equal(refused(rule));
    });

  it("vouch for the very object that was ordered, by authorities that the officer knows", async () => {
    const { seal: _, ...without } = request("activate");
    expect(await ask(without)).to.equal(refused("the seal object is missing"));
    const other = { ...without, seal: toBase64(await sealOf(FORM, undefined, NOW - 1)) };
    expect(await ask(other)).to.equal(refused("the seal object is not the one that was ordered"));
    expect(await ask(request("activate"), { blind: true })).to.equal(
      refused("this officer was told of no authorities for seals"),
    );
    const known = workshop;
    workshop = { ...known, trust: { ...known.trust, authorities: [] } };
    expect(await ask(request("activate"))).to.equal(refused("the seal object fails maker_chain"));
    workshop = known;
  });

  it("vouch for the picture that is drawn of name and code, and for no other", async () => {
    const known = workshop;
    for (const other of [{ data: Uint8Array.of(...PICTURE, 0) }, { width: 41 }]) {
      const draw = async (form: SealForm) => ({ ...(await known.draw(form)), ...other });
      workshop = { ...known, draw };
      expect(await ask(request("activate"))).to.equal(
        refused("the picture is not the one that is drawn for this seal"),
      );
    }
    workshop = known;
  });

  it("vouch for the picture that the owner brought, and for no other", async () => {
    const picture = { digest: toHex(sm3(PICTURE)), width: 42, height: 42 };
    const form: SealForm = { ...FORM, kind: "picture", picture };
    const seal = await sealOf(form);
    expect(await ask(request("activate", {}, { form, seal }))).to.equal("signed");
    for (const other of [
      { ...picture, digest: OTHER_MEMBER },
      { ...picture, width: 41 },
    ]) {
      const asked = request("activate", {}, { form: { ...form, picture: other }, seal });
      expect(await ask(asked)).to.equal(refused("the picture is not the one that the owner brought"));
    }
  });

  it("follow an application that a maker of the owner signed, as far as the officer can know", async () => {
    const asked = request("activate");
    const stranger = signed(applyOrder(FORM, NOW - 60), STRANGER);
    expect(await ask({ ...asked, application: stranger })).to.equal(
      refused("the signature is not a maker's of this member"),
    );
    const forged = { ...request("make").application, officer: CHECKER.address };
    expect(await ask({ ...request("make"), application: forged }, works)).to.equal(
      refused("the signature of the application is wrong"),
    );
  });

  it("are given by makers, dated now, about what they are shown", async () => {
    const { order, form, application: first, seal = "" } = request("activate", { orderedAt: NOW });
    const shown: OrderedSeal = { form, application: first, seal };
    const give = async (role: OfficerRole, given: SealOrder, what = shown) =>
      refusal((await office({ role })).orderSeal(given, what));
    expect(await give("maker", order.order)).to.equal("signed");
    expect(await give("checker", order.order)).to.equal(refused("only a maker approves and orders"));
    expect(await give("maker", { ...order.order, orderedAt: NOW - HOUR })).to.equal(
      refused("the order is not dated now"),
    );
    const { seal: _, ...unseen } = shown;
    expect(await give("maker", order.order, unseen)).to.equal(refused("the seal object is missing"));
  });
});

function flipped(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  const last = changed.length - 1;
  changed[last] = (changed[last] ?? 0) ^ 1;
  return changed;
}
