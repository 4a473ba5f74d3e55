// Mocha's own dot (or spec) output, and one closing line for people and machines: `unit: 312 passed, 0 failed, 3 skipped`.
import Mocha from "mocha";

const { EVENT_RUN_END } = Mocha.Runner.constants;
const Base = Mocha.reporters[process.env.YINZHENG_REPORTER === "spec" ? "Spec" : "Dot"];
const GRACE_MS = 10_000;

export default class ClosingLine extends Base {
  constructor(runner, options) {
    super(runner, options);
    runner.once(EVENT_RUN_END, failOnLeak);
    // Written at exit, so that nothing the runner says afterwards can follow it.
    process.once("exit", () => close(runner.stats));
  }
}

let leaked = false;

function close({ passes, failures, pending }) {
  const none = passes + failures === 0;
  if (none) process.stdout.write("no test was executed\n");
  const name = process.env.YINZHENG_RUNNER ?? "tests";
  process.stdout.write(`${name}: ${passes} passed, ${failures} failed, ${pending} skipped\n`);
  // Mocha sets its own exit code in a later listener, unless the process is gone by then.
  if (none || leaked) process.exit(1);
}

/** A test that leaves a socket, chain or worker open would hang the run for ever; it fails it by name instead. */
function failOnLeak() {
  setTimeout(() => {
    leaked = true;
    const open = process.getActiveResourcesInfo().join(", ");
    process.stdout.write(`something a test opened is still open after ${GRACE_MS / 1000} s: ${open}\n`);
    process.exit(1);
  }, GRACE_MS).unref();
}
