import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { LEVELS, type Level } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { verify } from "../../src/proof/verify.ts";
import { gather } from "../../src/service/gather.ts";
import { faults, judge } from "../proof/judge.ts";
import { MEMBER_ID, TYPE_ID } from "../proof/paper/certificate.ts";
import { ANCHORED } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { EARLIER, type Event, REPORTED_OFFICER } from "./events.ts";
import { type Attempt, HOUR, type Installation, KEY_ID, openInstallation } from "./installation.ts";

/** A row as the page has it: event, when anchored, what the registry said, the three levels, an older file, a broken registry. */
export type Row = readonly string[];

const NONE = "—";

/** `valid`, or the verdict and the codes that led to it, each once. */
export function wordOf(report: Report): string {
  const codes = [...new Set(faults(report).map((fault) => fault.split(" ")[1]))];
  return [report.verdict, ...codes.map((code) => `\`${code}\``)].join(" ");
}

async function judgeReal({ ledger, trust, clock }: Installation, bundle: Bundle, level: Level): Promise<string> {
  const facts = level === "online" ? await gather(ledger, bundle) : NO_FACTS;
  return wordOf(verify(bundle, facts, trust, { level }, clock()));
}

const levelsOf = async (world: Installation, bundle: Bundle): Promise<readonly string[]> =>
  Promise.all(LEVELS.map((level) => judgeReal(world, bundle, level)));

/** What a file says that was made before the event, without a network: soon after, and when it is too old. */
async function olderFile(world: Installation, file: Bundle): Promise<string> {
  const soon = await judgeReal(world, file, "archival");
  const { maxStatusAge } = world.trust.networks[0]!;
  const late = verify(file, NO_FACTS, world.trust, { level: "archival" }, world.clock() + maxStatusAge + 1);
  return `${soon}, then ${wordOf(late)}`;
}

/** What the verifier says on paper, where a registry took it all the same. */
async function brokenRegistry({ words }: Event, first: number): Promise<string> {
  return wordOf(judge(await paper({ words: words(first) })));
}

/** The rows of one event: anchored before it, in its second and ahead of it, in its second and behind it, after it. */
export async function rowsOf(event: Event): Promise<readonly Row[]> {
  const world = await openInstallation();
  try {
    world.clock.advance(HOUR);
    const before = await world.anchor("before");
    const file = await world.bundle(before);
    world.clock.advance(HOUR);
    const happen = await event.prepare(world);
    const ahead = happen === null ? null : await world.anchor("ahead");
    await happen?.();
    const behind = await world.anchor("behind");
    world.clock.advance(HOUR);
    const after = await world.anchor("after");
    world.clock.advance(HOUR);
    await world.beat();
    const row = async (when: string, attempt: Attempt, older: string, broken: string): Promise<Row> => {
      const taken = attempt.refused === null ? "takes it" : `\`${attempt.refused}\``;
      return [event.name, when, taken, ...(await levelsOf(world, await world.bundle(attempt))), older, broken];
    };
    const late = async ({ refused }: Attempt, at: number) => (refused === null ? NONE : brokenRegistry(event, at));
    return [
      await row("before", before, await olderFile(world, file), NONE),
      ...(ahead === null ? [] : [await row("same second, ahead", ahead, NONE, NONE)]),
      await row(ahead === null ? "same second" : "same second, behind", behind, NONE, await late(behind, ANCHORED)),
      await row("after", after, NONE, await late(after, EARLIER)),
    ];
  } finally {
    await world.close();
  }
}

/** Compromises that are found out later, and reach back before an anchoring. */
export async function reachingBack(): Promise<readonly Row[]> {
  return [...(await keyReachingBack()), ...(await officerReachingBack())];
}

async function keyReachingBack(): Promise<readonly Row[]> {
  return reported(KEY_ID, "key compromised, found out later", {
    "before the key was lost": [],
    "between loss and report": [],
  });
}

async function officerReachingBack(): Promise<readonly Row[]> {
  return reported(REPORTED_OFFICER, "officer compromised, found out later", {
    "before the key was lost": ["maker", "checker"],
    "between loss and report, by maker and this officer": ["maker", "checker"],
    "between loss and report, by maker, this officer and one more": ["maker", "checker", "deputy"],
  });
}

/** The first is anchored before the moment from which on the report does not believe any more, the others after it. */
async function reported(
  subject: string,
  name: string,
  attempts: Readonly<Record<string, readonly ("maker" | "checker" | "deputy")[]>>,
): Promise<readonly Row[]> {
  const world = await openInstallation();
  try {
    const made: { when: string; attempt: Attempt; file: Bundle }[] = [];
    let since = 0;
    for (const [when, signers] of Object.entries(attempts)) {
      world.clock.advance(HOUR);
      const attempt = await world.anchor(when, ...signers);
      made.push({ when, attempt, file: await world.bundle(attempt) });
      if (since !== 0) continue;
      world.clock.advance(HOUR);
      since = world.clock();
    }
    world.clock.advance(HOUR);
    await world.council.decide(world.council.call("memberRegistry", "reportCompromise", MEMBER_ID, subject, since));
    world.clock.advance(HOUR);
    await world.beat();
    return await Promise.all(
      made.map(async ({ when, attempt, file }) => [
        ...[name, when, attempt.refused === null ? "takes it" : attempt.refused],
        ...(await levelsOf(world, await world.bundle(attempt))),
        ...[await olderFile(world, file), NONE],
      ]),
    );
  } finally {
    await world.close();
  }
}

/** A scope that was withdrawn, or still runs, and is granted again: what was anchored before stays as it was. */
export async function againInScope(): Promise<readonly Row[]> {
  const now = { name: "scope withdrawn, granted again", withdrawn: true, later: 0 };
  const renewed = { name: "scope renewed from a later day on", withdrawn: false, later: 72 * HOUR };
  return [...(await granted(now)), ...(await granted(renewed))];
}

async function granted(options: { name: string; withdrawn: boolean; later: number }): Promise<readonly Row[]> {
  const world = await openInstallation();
  const { clock, council } = world;
  const call = (method: string, ...args: readonly unknown[]) =>
    council.call("memberRegistry", method, MEMBER_ID, TYPE_ID, ...args);
  try {
    clock.advance(HOUR);
    const before = await world.anchor("before");
    const file = await world.bundle(before);
    clock.advance(HOUR);
    if (options.withdrawn) await council.decide(call("withdrawScope"));
    const begin = options.later === 0 ? 0 : clock() + options.later;
    await council.widen(call("grantScope", begin, 2 ** 40 - 1));
    clock.advance(HOUR);
    const after = await world.anchor("after");
    clock.advance(HOUR);
    const row = async (when: string, attempt: Attempt, older: string): Promise<Row> => [
      ...[options.name, when, attempt.refused === null ? "takes it" : `\`${attempt.refused}\``],
      ...(await levelsOf(world, await world.bundle(attempt))),
      ...[older, NONE],
    ];
    return [await row("before", before, await olderFile(world, file)), await row("after", after, NONE)];
  } finally {
    await world.close();
  }
}
