// Preloaded (`node --import`) by the test runners: whoever imports src/proof/verify.ts or verify-document.ts gets a tap of this
// folder in its place, which asks the independent checker about everything that ours finds valid. Child processes inherit it.
import module from "node:module";

const here = (path) => new URL(path, import.meta.url).href;
const taps = new Map([
  [here("../../src/proof/verify.ts"), here("./tap.ts")],
  [here("../../src/proof/verify-document.ts"), here("./tap-document.ts")],
]);

// A Node that is too old for hooks runs no tests of ours, only what starts the right one.
module.registerHooks?.({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const tap = taps.get(resolved.url);
    return tap === undefined || context.parentURL === tap ? resolved : { ...resolved, url: tap };
  },
});
