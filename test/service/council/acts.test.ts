import { expect } from "chai";
import { selectorOf, signatureOf } from "../../../src/crypto/abi-call.ts";
import { toHex } from "../../../src/crypto/encoding.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import { INTERFACES } from "../../../src/ledger/evm/artifacts.ts";
import { FUNCTION_ROLES } from "../../../src/ledger/evm/roles.ts";
import { ACT_NAMES, ACTS, type Act, type Target } from "../../../src/service/council/acts.ts";
import { actOf, callOf, methodOf } from "../../../src/service/council/codec.ts";
import { FIELDS, type Field } from "../../../src/service/council/fields.ts";

const CONTRACTS = {
  directory: "Directory",
  memberRegistry: "MemberRegistry",
  anchorRegistry: "AnchorRegistry",
  statusRegistry: "StatusRegistry",
  sealRegistry: "SealRegistry",
  safe: "Safe",
} as const satisfies Record<Target, keyof typeof INTERFACES>;

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const ADDRESSES = {
  directory: address("1"),
  memberRegistry: address("2"),
  anchorRegistry: address("3"),
  statusRegistry: address("4"),
  sealRegistry: address("6"),
  safe: address("5"),
};

describe("service/council: acts", () => {
  const rows = ACT_NAMES.map((name): readonly [string, Act] => [name, ACTS[name]]);

  it("are functions of the contracts, type for type", () => {
    for (const [name, row] of rows) {
      const method = methodOf(row);
      const known = INTERFACES[CONTRACTS[row.target]].getFunction(row.method);
      expect(known?.format("sighash"), name).to.equal(signatureOf(method));
      expect(known?.selector, name).to.equal(toHex(selectorOf(method)));
    }
  });

  it("are all that the council may call, each with the effect of its role", () => {
    const restricted = Object.entries(FUNCTION_ROLES).flatMap(([contract, functions]) =>
      Object.entries(functions as Record<string, string>)
        // The Guardian's own, and the end of the founding, which is over before there is a council.json.
        .filter(([method, role]) => role !== "guardian" && method !== "open")
        .map(([method, role]) => `${contract}.${method} ${role}s`),
    );
    const acts = rows
      .filter(([, { target }]) => target !== "safe")
      .map(([, { target, method, effect }]) => `${CONTRACTS[target]}.${method} ${effect}`);
    expect(acts.sort()).to.deep.equal(restricted.sort());
  });

  it("have words in both languages, and every field has a label", () => {
    const labels = [...Object.values(FIELDS), ...rows.map(([, { words }]) => words)];
    for (const { zh, en } of labels) {
      expect(zh).to.match(/\p{Script=Han}/u);
      expect(en).to.match(/^[\x20-\x7e]+$/);
    }
    const used = new Set<string>();
    const collect = (fields: readonly Field[]): void => {
      for (const { name, shape } of fields) {
        used.add(name);
        const inner = typeof shape === "object" && "list" in shape ? shape.list : shape;
        if (typeof inner === "object" && "struct" in inner) collect(inner.struct);
      }
    };
    for (const [, { fields }] of rows) collect(fields);
    expect([...used].sort()).to.deep.equal(Object.keys(FIELDS).sort());
  });

  it("are read back from their calls, and from nothing that differs in a byte's place", () => {
    const act = {
      act: "grant-scope",
      member: `0x${"aa".repeat(32)}`,
      type: `0x${"bb".repeat(32)}`,
      from: 1,
      until: 2,
    } as const;
    const call = callOf(ADDRESSES, act);
    expect(actOf(ADDRESSES, call)).to.deep.equal(act);
    expect(actOf(ADDRESSES, { ...call, to: ADDRESSES.directory })).to.equal(null);
    expect(actOf(ADDRESSES, { ...call, data: `${call.data}00` })).to.equal(null);
    expect(actOf(ADDRESSES, { ...call, data: call.data.slice(0, -2) as Hex })).to.equal(null);
    // A time beyond 40 bits: the contract would revert, and no reader would see which.
    const wide = `${call.data.slice(0, -64)}${"f".repeat(64)}` as Hex;
    expect(actOf(ADDRESSES, { ...call, data: wide })).to.equal(null);
  });

  it("name the field that is missing, unknown or of another type", () => {
    const refused = (act: object) => {
      try {
        callOf(ADDRESSES, act as never, "/acts/0");
        return "";
      } catch (error) {
        const { code, detail } = error as { code: string; detail: { pointer: string } };
        return `${code} ${detail.pointer}`;
      }
    };
    const member = `0x${"aa".repeat(32)}`;
    expect(refused({ act: "freeze" })).to.equal("schema.missing_field /acts/0/member");
    expect(refused({ act: "freeze", member, until: 1 })).to.equal("schema.unknown_field /acts/0/until");
    expect(refused({ act: "freeze", member: 7 })).to.equal("schema.type /acts/0/member");
    expect(refused({ act: "raise-threshold", member, threshold: 256 })).to.equal("schema.value /acts/0");
    expect(refused({ act: "raise-threshold", member, threshold: 1.5 })).to.equal("schema.type /acts/0/threshold");
    expect(refused({ act: "admit", member, profile: member, threshold: 2, officers: [{}] })).to.equal(
      "schema.missing_field /acts/0/officers/0/account",
    );
  });
});
