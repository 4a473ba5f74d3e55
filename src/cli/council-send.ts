import { callData } from "../crypto/abi-call.ts";
import { executionOf } from "../crypto/safe.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
import type { Announced } from "../ledger/council.ts";
import type { Block } from "../ledger/ledger.ts";
import type { PlainAct } from "../service/council/codec.ts";
import { type Judged, judge, requireSound } from "../service/council/judge.ts";
import { transactionOf } from "../service/council/proposal.ts";
import { memberOf, typeOf } from "../service/council/request.ts";
import { requireMajority, requireOwner, requireQuorum } from "../service/council/seats.ts";
import { judgedJson, keyFor } from "./council.ts";
import { readProposal, readSeat, requireNode, type SeatOptions } from "./council-file.ts";
import { requireAnnounced } from "./council-propose.ts";
import { proposalText } from "./council-text.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { beijing } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";

/** `yz council submit|stop`: what is sent to the chain. */

interface SendOptions extends SeatOptions {
  readonly dir: string;
  readonly rpc?: string;
}

/** Anyone hands in a proposal that enough council members have signed; the sender's key gives it no weight. */
export async function submit(runtime: Runtime, file: string, options: SendOptions): Promise<number> {
  const [seat, proposal] = await Promise.all([readSeat(runtime, options), readProposal(file)]);
  const judged = judge(seat, proposal);
  requireSound(judged);
  const ledger = await runtime.openCouncil(requireNode(runtime, options.rpc), seat);
  const state = await ledger.state();
  const signatures = requireQuorum(proposal, state);
  requireMajority(judged.acts as readonly PlainAct[], state);
  const { phase, calls } = judged.decoded;
  if (phase === "carry out" || phase === "cancel") await requireAnnounced(ledger, calls, phase, runtime.clock());
  const keys = await runtime.openKeys(options.dir);
  try {
    const key = await keyFor(keys, "transaction", options.dir);
    const block = await ledger.send(executionOf(transactionOf(proposal), signatures), key);
    const announced = await Promise.all(phase === "announce" ? calls.map((call) => ledger.announcementOf(call)) : []);
    const language = languageOf(runtime.env, options.lang);
    const window = windowOf(announced.filter((one) => one !== null));
    runtime.stdout.write(
      options.json
        ? json({ ...judgedJson(proposal, judged), block, ...window })
        : `${proposalText(seat, proposal, judged, language)}\n${sentText(phase, block, window, file, language)}\n`,
    );
    return EXIT.done;
  } finally {
    await keys.close();
  }
}

interface Window {
  readonly from?: number;
  readonly until?: number;
}

/** When all of them can be carried out together. */
function windowOf(announced: readonly Announced[]): Window {
  if (announced.length === 0) return {};
  const [from, until] = [announced.map((one) => one.from), announced.map((one) => one.until)];
  return { from: Math.max(...from), until: Math.min(...until) };
}

function sentText(
  phase: Judged["phase"],
  { number: block }: Block,
  { from, until }: Window,
  file: string,
  language: Language,
): string {
  if (phase === "cancel") return say(language, "council.cancelled", { block });
  if (from === undefined || until === undefined) return say(language, "council.submitted", { block });
  return say(language, "council.announced.done", { block, from: beijing(from), until: beijing(until), file });
}

export interface StopOptions extends SendOptions {
  readonly member?: string;
  readonly type?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
}

/** How long an act of one council member lasts, in seconds (contracts/types/Roles.sol). */
const STOP_PERIOD = 72 * 3600;
const EVERY_TYPE: Hex = `0x${"00".repeat(32)}`;

/** One council member stops a member, a type or everything, at once and for 72 hours. */
export async function stop(runtime: Runtime, options: StopOptions): Promise<number> {
  const seat = await readSeat(runtime, options);
  const { method, id, confirmedBy } = stopOf(options);
  const language = languageOf(runtime.env, options.lang);
  const keys = await runtime.openKeys(options.dir);
  try {
    const key = await keyFor(keys, "council", options.dir);
    const ledger = await runtime.openCouncil(requireNode(runtime, options.rpc), seat);
    const [state, rests] = await Promise.all([ledger.state(), ledger.restsUntil(key.address)]);
    requireOwner(key.address, state);
    if (rests > runtime.clock()) throw new YinzhengError("council.resting", { until: beijing(rests) });
    const data = callData({ name: method, types: ["bytes32"] }, [id]);
    const block = await ledger.send({ to: seat.guardian, data }, key);
    const until = block.time + STOP_PERIOD;
    if (options.json) runtime.stdout.write(json({ act: method, id, by: key.address, block, until }));
    else {
      const said = say(language, method === "pause" ? "council.stopped" : "council.stopped.member", {
        block: block.number,
        until: beijing(until),
      });
      const next = say(language, "council.stopped.confirm", { act: confirmedBy });
      runtime.stdout.write(`${said}\n${next}\n`);
    }
    return EXIT.done;
  } finally {
    await keys.close();
  }
}

function stopOf({ member, type, all }: StopOptions): {
  readonly method: "freezeMember" | "pause";
  readonly id: Hex;
  readonly confirmedBy: string;
} {
  const named = [member, type, all].filter((one) => one !== undefined && one !== false);
  if (named.length !== 1) throw new YinzhengError("config.invalid", { expected: "one of --member, --type, --all" });
  if (member !== undefined)
    return { method: "freezeMember", id: memberOf(member, "--member"), confirmedBy: `freeze --member ${member}` };
  if (type !== undefined) return { method: "pause", id: typeOf(type), confirmedBy: `pause --type ${type}` };
  return { method: "pause", id: EVERY_TYPE, confirmedBy: "pause --all" };
}
