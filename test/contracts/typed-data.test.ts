import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../src/proof/ids.ts";
import { chainId, loadFixture } from "./chain.ts";
import { founded } from "./world.ts";

const NESTED = { CellRange: EIP712_TYPES.CellRange, CellRef: EIP712_TYPES.CellRef };
const ON_CHAIN = {
  Anchor: { Anchor: EIP712_TYPES.Anchor },
  Burn: { Burn: EIP712_TYPES.Burn },
  StatusChange: { StatusChange: EIP712_TYPES.StatusChange, ...NESTED },
  CompromiseReport: { CompromiseReport: EIP712_TYPES.CompromiseReport },
  Claim: { Claim: EIP712_TYPES.Claim },
  SealApplication: { SealApplication: EIP712_TYPES.SealApplication },
  SealMaking: { SealMaking: EIP712_TYPES.SealMaking },
  SealChange: { SealChange: EIP712_TYPES.SealChange },
  SealDelegation: { SealDelegation: EIP712_TYPES.SealDelegation },
  SealUse: { SealUse: EIP712_TYPES.SealUse },
  CellRange: { CellRange: EIP712_TYPES.CellRange },
  CellRef: { CellRef: EIP712_TYPES.CellRef },
};

describe("signed types", () => {
  for (const [primary, types] of Object.entries(ON_CHAIN)) {
    it(`has the type string of ${primary} that the domain has`, async () => {
      const source = await readFile(new URL("../../contracts/libraries/TypedData.sol", import.meta.url), "utf8");
      const fields = types as unknown as Record<string, { name: string; type: string }[]>;
      expect(source).to.include(`"${TypedDataEncoder.from(fields).encodeType(primary)}"`);
    });
  }

  it("has the reserved types of seals that the domain has", async () => {
    const source = await readFile(new URL("../../contracts/types/Names.sol", import.meta.url), "utf8");
    const reserved = {
      TYPE_SEAL: SEAL_TYPE_ID,
      TYPE_SEAL_MAKING: SEAL_MAKING_TYPE_ID,
      TYPE_SEAL_USE: SEAL_USE_TYPE_ID,
    };
    for (const [name, typeId] of Object.entries(reserved)) {
      expect(source).to.include(`bytes32 constant ${name} = ${typeId};`);
    }
  });

  for (const registry of ["members", "anchors", "statuses", "claims", "seals"] as const) {
    it(`names its EIP-712 domain with the registryId as salt: ${registry}`, async () => {
      const world = await loadFixture(founded);
      const domain = await world[registry].eip712Domain();
      const address = await world[registry].getAddress();
      expect([...domain]).to.deep.equal([
        "0x1f",
        "Yinzheng",
        "1",
        BigInt(await chainId()),
        address,
        world.registryId,
        [],
      ]);
    });
  }
});
