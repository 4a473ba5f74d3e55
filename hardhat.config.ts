import { createRequire } from "node:module";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatEthersChaiMatchers from "@nomicfoundation/hardhat-ethers-chai-matchers";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import { defineConfig } from "hardhat/config";

/** The compiler comes from the npm package, so that a build downloads nothing. */
const solc = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
};

const settings = {
  evmVersion: "cancun",
  optimizer: { enabled: true, runs: 200 },
  // Without a source hash, a comment or a folder name doesn't change the code hash that trust files pin.
  metadata: { bytecodeHash: "none" },
};

export default defineConfig({
  plugins: [hardhatEthers, hardhatEthersChaiMatchers, hardhatMocha, hardhatNetworkHelpers, hardhatTypechain],
  solidity: {
    profiles: {
      default: { ...solc, settings },
      production: { ...solc, settings: { ...settings, viaIR: true } },
    },
    // Solidity tests know interfaces alone and deploy what was built, so that a change of a contract compiles only that.
    splitTestsCompilation: true,
    // Deployed unmodified for the council; see docs/design.md.
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@safe-global/safe-smart-account/contracts/Safe.sol",
      "@safe-global/safe-smart-account/contracts/handler/CompatibilityFallbackHandler.sol",
      "@safe-global/safe-smart-account/contracts/libraries/MultiSendCallOnly.sol",
      "@safe-global/safe-smart-account/contracts/proxies/SafeProxyFactory.sol",
    ],
  },
  typechain: { outDir: "src/ledger/evm/types", tsNocheck: true },
  paths: { tests: { mocha: "test/contracts", solidity: "test/contracts/invariants" } },
  test: {
    solidity: { invariant: { runs: 8, depth: 100, failOnRevert: true, shrinkRunLimit: 0 } },
    mocha: { timeout: 60_000, failZero: true, reporter: "./scripts/reporter.mjs" },
  },
});
