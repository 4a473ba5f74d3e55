import { expect } from "chai";
import { AbiCoder } from "ethers";
import { type AbiType, type AbiValue, abiEncode } from "../../src/crypto/abi.ts";
import { toHex } from "../../src/crypto/encoding.ts";
import { address } from "./messages.ts";
import { sample } from "./sample.ts";

/** The same type as ethers writes it. */
function text(type: AbiType): string {
  if (typeof type === "string") return type;
  return "arrayOf" in type ? `${text(type.arrayOf)}[]` : `tuple(${type.map(text).join(",")})`;
}

const word = toHex(sample("word"));
const [a, b] = [address("a"), address("b")];
const range: AbiType = ["uint32", "uint32"];

const CASES: [AbiType[], AbiValue[]][] = [
  [[], []],
  [
    ["uint8", "uint64", "uint256"],
    [255, Number.MAX_SAFE_INTEGER, 2n ** 256n - 1n],
  ],
  [
    ["bytes32", "address"],
    [word, a],
  ],
  [[{ arrayOf: "address" }], [[a, b]]],
  [
    [{ arrayOf: "address" }, "uint8"],
    [[], 1],
  ],
  [
    ["uint8", ["bytes32", "uint32"], { arrayOf: "address" }],
    [2, [word, 7], [b]],
  ],
  [
    [["bytes32", { arrayOf: range }, "uint8", ["bytes32", "uint32"]], "bytes32"],
    [
      [
        word,
        [
          [1, 2],
          [3, 4],
        ],
        2,
        [word, 5],
      ],
      word,
    ],
  ],
  [["bytes"], ["0x"]],
  [
    ["bytes", "uint8", "bytes"],
    [toHex(sample("b", 31)), 1, toHex(sample("b", 33))],
  ],
  [["bytes"], [toHex(sample("b", 64))]],
  [[{ arrayOf: "bytes" }], [["0x01", "0x", toHex(sample("b", 40))]]],
  [
    [{ arrayOf: ["bytes32", { arrayOf: "uint16" }] }],
    [
      [
        [word, [1]],
        [word, []],
      ],
    ],
  ],
];

describe("ABI", () => {
  for (const [types, values] of CASES) {
    const signature = types.map(text).join(", ");
    it(`encodes (${signature}) as ethers does`, () => {
      expect(toHex(abiEncode(types, values))).to.equal(AbiCoder.defaultAbiCoder().encode(types.map(text), values));
    });
  }

  const WRONG: [AbiType[], AbiValue[]][] = [
    [["uint8"], [256]],
    [["uint8"], [-1]],
    [["uint8"], [0.5]],
    [["uint64"], [2n ** 64n]],
    [["uint8"], ["1"]],
    [["uint0"], [0]],
    [["uint7"], [1]],
    [["uint264"], [1]],
    [["int8"], [1]],
    [["string"], ["a"]],
    [["string"], [a]],
    [["bytes4"], ["0x00000000"]],
    [["bytes32"], ["0x00"]],
    [["bytes32"], [5]],
    [["address"], [word]],
    [["address"], ["0xAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAbAb"]],
    [["bytes"], ["0x0"]],
    [["bytes"], [[1]]],
    [[{ arrayOf: "uint8" }], [1]],
    [[["uint8", "uint8"]], [[1]]],
    [[["uint8"]], [[1, 2]]],
    [["uint8"], []],
    [[], [1]],
  ];
  for (const [types, values] of WRONG) {
    it(`refuses ${JSON.stringify(values, (_, value) => (typeof value === "bigint" ? String(value) : value))} as (${types.map(text).join(", ")})`, () => {
      expect(() => abiEncode(types, values)).to.throw("schema.pattern");
    });
  }
});
