import { utf8 } from "../../../src/crypto/encoding.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import { LEVELS } from "../../../src/proof/policy.ts";
import { openReal, type Real } from "../../proof/real.ts";
import type { Vector } from "../judge-vector.ts";
import { NOTHING_PROVEN, vector } from "./case.ts";

/** Certificates that a real service issued on a real chain, and a second one that is a stranger to the first. */
export async function chain(): Promise<readonly Vector[]> {
  const real = await openReal();
  const stranger = await openReal();
  try {
    return [...(await ours(real)), ...(await theirs(real, stranger))];
  } finally {
    await real.close();
    await stranger.close();
  }
}

async function ours(real: Real): Promise<readonly Vector[]> {
  const active = await real.text(await real.certificate());
  const suspended = await real.text(await real.certificate("suspended"));
  const revoked = await real.text(await real.certificate("suspended", "active", "revoked"));
  const bundle = parseBundle(utf8(active));
  const facts = await real.facts(bundle);
  const world = { bundle, trust: real.trust, node: () => facts };
  const now = real.now();
  const valid = LEVELS.map((level) =>
    vector(`chain-${level}`, `Issued by the service on a real chain: valid at level ${level}.`, "valid", world, {
      bundle: active,
      level,
      now,
    }),
  );
  const lapsed = (name: string, shows: string, code: string, text: string): Vector =>
    vector(name, shows, `not_in_force | status.cell ${code}`, world, { bundle: text, now });
  return [
    ...valid,
    lapsed("chain-suspended", "Suspended by one officer on a real chain.", "status.suspended", suspended),
    lapsed("chain-revoked", "Suspended, resumed and revoked on a real chain.", "status.revoked", revoked),
  ];
}

async function theirs(real: Real, stranger: Real): Promise<readonly Vector[]> {
  const text = await stranger.text(await stranger.certificate());
  const bundle = parseBundle(utf8(text));
  const own = parseBundle(utf8(await real.text(await real.certificate())));
  const facts = await stranger.facts(bundle);
  const now = real.now();
  const world = { bundle, trust: real.trust, node: () => facts };
  return [
    vector(
      "chain-stranger",
      "A whole world of somebody else, with the same software: not in the trust file.",
      "indeterminate | trust.network trust.unknown_network",
      world,
      { bundle: text, level: "online", now },
    ),
    vector(
      "chain-lying-node",
      "A certificate of ours, and a node that tells the stranger's chain for ours.",
      `indeterminate | trust.code trust.unproven | ${NOTHING_PROVEN}`,
      { ...world, bundle: own },
      { level: "online", now },
    ),
  ];
}
