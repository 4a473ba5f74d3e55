import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { chainId, loadFixture } from "./chain.ts";
import { founded } from "./world.ts";

const NESTED = { CellRange: EIP712_TYPES.CellRange, CellRef: EIP712_TYPES.CellRef };
const ON_CHAIN = {
  Anchor: { Anchor: EIP712_TYPES.Anchor },
  Burn: { Burn: EIP712_TYPES.Burn },
  StatusChange: { StatusChange: EIP712_TYPES.StatusChange, ...NESTED },
  CompromiseReport: { CompromiseReport: EIP712_TYPES.CompromiseReport },
  Claim: { Claim: EIP712_TYPES.Claim },
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

  for (const registry of ["members", "anchors", "statuses", "claims"] as const) {
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
