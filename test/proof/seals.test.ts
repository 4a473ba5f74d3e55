import { expect } from "chai";
import { AbiCoder, keccak256, TypedDataEncoder, toBeHex } from "ethers";
import { fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { CONTRACTS, registriesIn } from "../../src/domain/network.ts";
import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID, sealIdOf } from "../../src/proof/ids.ts";
import { type SealSigned, sealMessage } from "../../src/proof/messages.ts";
import {
  type Slot,
  sealCountSlot,
  sealDelegationSlot,
  sealDigestSlot,
  sealMakerSlot,
  sealOwnerSlot,
  sealStateSlot,
  sealUseSlot,
} from "../../src/proof/slots.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { codeHashesIn, networkIn } from "../../src/proof/trusted-network.ts";
import { provesExactly } from "../../src/proof/verify/state.ts";
import { MESSAGES } from "../crypto/messages.ts";
import { digest } from "./paper/keys.ts";
import { paper } from "./paper/world.ts";

const SEAL = sealIdOf("11371000MB28461234001");
const [MEMBER, BATCH] = [digest("member"), digest("batch")];
const REGISTRY = { address: `0x${"5e".repeat(20)}`, codeHash: digest("code"), layout: "seal/1" } as const;
const SIGNED: readonly SealSigned[] = ["SealApplication", "SealMaking", "SealChange", "SealDelegation", "SealUse"];

/** Solidity's place of mapping[key]…, by ethers alone. */
function placeOf(base: number, keys: readonly string[], offset = 0n): string {
  const coder = AbiCoder.defaultAbiCoder();
  let place = toBeHex(base, 32);
  for (const key of keys) place = keccak256(coder.encode(["bytes32", "bytes32"], [key, place]));
  return toBeHex(BigInt(place) + offset, 32);
}

describe("proof: seals", () => {
  it("name a seal by SHA-256 of its code behind the tag, and the reserved types by theirs", () => {
    expect(SEAL).to.equal(toHex(sha256(utf8("yinzheng/seal/v1\0"), utf8("11371000MB28461234001"))));
    for (const [id, code] of [
      [SEAL_TYPE_ID, "seal"],
      [SEAL_MAKING_TYPE_ID, "seal-making"],
      [SEAL_USE_TYPE_ID, "seal-use"],
    ] as const)
      expect(id).to.equal(toHex(sha256(utf8(`yinzheng/type/v1\0${code}`))));
  });

  it("stand in the slots of layout seal/1", () => {
    const slots: readonly (readonly [Slot, string])[] = [
      [sealOwnerSlot(SEAL), placeOf(0, [SEAL])],
      [sealMakerSlot(SEAL), placeOf(0, [SEAL], 1n)],
      [sealDigestSlot(SEAL), placeOf(0, [SEAL], 2n)],
      [sealStateSlot(SEAL), placeOf(0, [SEAL], 3n)],
      [sealCountSlot(SEAL), placeOf(0, [SEAL], 4n)],
      [sealDelegationSlot(SEAL, MEMBER), placeOf(1, [SEAL, MEMBER])],
      [sealUseSlot(SEAL, MEMBER, BATCH), placeOf(2, [SEAL, MEMBER, BATCH])],
    ];
    for (const [{ contract, key }, place] of slots) expect([contract, key]).to.deep.equal(["sealRegistry", place]);
  });

  it("are signed for in the domain of their registry, and for none where there is none", async () => {
    const { network } = await paper();
    const { contracts, registryId, chainId } = networkIn(network);
    const sealed = { chainId, registryId, contracts: { ...contracts, sealRegistry: REGISTRY.address } };
    for (const type of SIGNED) {
      const message = sealMessage(sealed, type as "SealUse", MESSAGES[type] as typeof MESSAGES.SealUse);
      const domain = { name: "Yinzheng", version: "1", chainId, verifyingContract: REGISTRY.address, salt: registryId };
      const encoded = TypedDataEncoder.encode(domain, { [type]: [...EIP712_TYPES[type]] }, { ...MESSAGES[type] });
      expect(toHex(message), type).to.equal(encoded);
      expect(() => sealMessage(networkIn(network), type as "SealUse", MESSAGES[type] as typeof MESSAGES.SealUse))
        .to.throw()
        .that.satisfies((error: unknown) => isYinzhengError(error, "chain.no_seals"));
    }
  });

  it("have a registry that a trust file may name, and those without one read as before", async () => {
    const { trust, network } = await paper();
    const bytes = (contracts: object) => utf8(JSON.stringify({ ...trust, networks: [{ ...network, contracts }] }));
    expect(registriesIn(network.contracts)).to.deep.equal(CONTRACTS);
    expect(parseTrust(bytes(network.contracts)).networks[0]?.contracts).to.not.have.property("sealRegistry");
    const named = parseTrust(bytes({ ...network.contracts, sealRegistry: REGISTRY })).networks[0];
    expect(named && networkIn(named).contracts.sealRegistry).to.equal(REGISTRY.address);
    expect(named && codeHashesIn(named).sealRegistry).to.equal(REGISTRY.codeHash);
    for (const other of [{ ...REGISTRY, layout: "claim/1" }, {}, null])
      expect(() => parseTrust(bytes({ ...network.contracts, sealRegistry: other }))).to.throw("trust.file");
  });

  it("prove nothing where the trust file names no registry of them", async () => {
    const { network } = await paper();
    const header: Hex = toHex(fromHex("0x00"));
    const account = { address: REGISTRY.address, proof: [], slots: [{ key: sealStateSlot(SEAL).key, proof: [] }] };
    const evidence = { header, accounts: [account] };
    const named = { ...network, contracts: { ...network.contracts, sealRegistry: REGISTRY } };
    expect(provesExactly(evidence, named, [sealStateSlot(SEAL)])).to.equal(true);
    expect(provesExactly(evidence, network, [sealStateSlot(SEAL)])).to.equal(false);
  });
});
