import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DEMO_MEMBERS, type DemoMember } from "../../src/main/demo/plan.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import type { World } from "./world.ts";
import { expect, reports, say, yz } from "./yz.ts";

const CARRIERS = ["ofd", "pdf"] as const;
/** Together two minutes. */
const LOOKS = 240;
const PAUSE_MS = 500;

const memberOf = (name: string): DemoMember => {
  const member = DEMO_MEMBERS.find(({ id }) => id === name);
  if (member === undefined) throw new Error(`there is no member ${name}`);
  return member;
};

/** Code of a member's first seal, which the demo's start has made for it. */
export const sealOf = (name: string): string => `${memberOf(name).code}001`;

/** Waits until the seal of every issuer is in force: they are made while everything runs. */
export async function awaitSeals(world: World): Promise<void> {
  for (const name of new Set(DEMO_SAMPLES.map(({ member }) => member))) {
    let state = "";
    for (let look = 0; state !== "active" && look < LOOKS; look++) {
      if (look > 0) await setTimeout(PAUSE_MS);
      ({ state } = JSON.parse(await yz("seal", "show", sealOf(name), ...world.as(name, "maker"))));
    }
    if (state !== "active") throw new Error(`expected the seal of ${name} to be active, found ${state}`);
    say(`   ✓ ${memberOf(name).names.zh} ${sealOf(name)}`);
  }
}

/** The certificate of each type as OFD and as PDF, under its agency's seal. Gives their identifiers by the samples' files. */
export async function sealEach(
  world: World,
  folder: string,
  trust: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  await mkdir(folder, { recursive: true });
  const bundles = DEMO_SAMPLES.map(({ file }) => join(world.bundles, file));
  const ids = (await reports([...bundles, ...trust, "--rpc", world.chain])).map(({ certificate }) => certificate.id);
  for (const [i, { member, file }] of DEMO_SAMPLES.entries())
    for (const carrier of CARRIERS)
      await sealed(world, member, ids[i] ?? "", join(folder, file.replace(/json$/, carrier)), carrier);
  return new Map(DEMO_SAMPLES.map(({ file }, i) => [file, ids[i] ?? ""]));
}

/** One certificate under its agency's seal. */
export async function sealed(
  world: World,
  member: string,
  id: string,
  output: string,
  carrier: (typeof CARRIERS)[number] = "ofd",
): Promise<void> {
  await yz("cert", carrier, id, ...world.as(member, "maker"), "--languages", "zh", "--output", output);
}

/** Each of them is verified from the file alone, seal and all. */
export async function expectSealed(folder: string, trust: readonly string[]): Promise<void> {
  for (const carrier of CARRIERS) {
    const files = DEMO_SAMPLES.map(({ file }) => join(folder, file.replace(/json$/, carrier)));
    const found = await reports([...files, ...trust]);
    found.forEach(({ verdict, certificate, checks }, i) => {
      const counted = checks.some(({ name, result }) => name === "seal.use" && result === "valid");
      say(
        `   ${verdict === "valid" && counted ? "✓" : "✗"} ${DEMO_SAMPLES[i]?.file.replace(/json$/, carrier)} — ${certificate.type.zh}: ${verdict}`,
      );
      if (verdict !== "valid" || !counted) throw new Error(`expected a valid ${carrier} under a counted seal`);
    });
  }
}

/**
 * A seal is lost between two uses of it: what was sealed before stays valid, what was sealed since does not, and nothing more is
 * sealed with it.
 *
 * @param early a certificate whose document was sealed a while ago; `late`: one that nothing was sealed for yet
 */
export async function loseSeal(
  world: World,
  member: string,
  { early, late }: { readonly early: string; readonly late: string },
  trust: readonly string[],
): Promise<void> {
  const file = (name: string): string => join(world.dir, `${name}.ofd`);
  const fetch = (name: string, id: string): Promise<void> => sealed(world, member, id, file(name));
  const node = [...trust, "--rpc", world.chain];
  await fetch("late", late);
  const [report] = await reports([file("late"), ...node]);
  const used = report?.checks.find(({ name }) => name === "seal.use")?.detail?.time;
  if (typeof used !== "number") throw new Error("expected the time of the use in the report");
  const signer = [
    "--signer",
    world.makerSigner(member),
    "--since",
    `${new Date(used * 1000).toISOString().slice(0, 19)}Z`,
  ];
  await yz("seal", "lost", sealOf(member), ...world.as(member, "maker"), ...signer);
  await Promise.all([fetch("early", early), fetch("late", late)]);
  for (const by of [node, [...trust, "--offline", "--level", "archival"]]) {
    await expect(["verify", file("early"), ...by], 0, "valid");
    await expect(["verify", file("late"), ...by], 1, "invalid", "seal.lost");
  }
}
