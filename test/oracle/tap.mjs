// Preloaded (`node --import`) by the test runners: whoever imports src/proof/verify.ts gets test/oracle/tap.ts in its place,
// which asks the independent checker about every certificate that ours finds valid. Child processes inherit it.
import module from "node:module";

const verify = new URL("../../src/proof/verify.ts", import.meta.url).href;
const tap = new URL("./tap.ts", import.meta.url).href;

// A Node that is too old for hooks runs no tests of ours, only what starts the right one.
module.registerHooks?.({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return resolved.url === verify && context.parentURL !== tap ? { ...resolved, url: tap } : resolved;
  },
});
