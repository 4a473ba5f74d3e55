import { join } from "node:path";
import type { CellState } from "../../src/domain/status.ts";
import { build } from "../../src/http/build.ts";
import { listen } from "../../src/http/listen.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { change, draft, issued, serve } from "../service/harness.ts";
import { openWorld, principal } from "../service/world.ts";

/** A real service over a real chain, and its pages as vite built them. */
export interface PageWorld {
  /** URL of the service, without a slash at its end. */
  readonly url: string;
  readonly trust: TrustFile;
  /** Whole seconds; stands still but for changes of status. */
  now(): number;
  /** A licence that was issued and went through these states, and its bundle. */
  licence(...states: readonly CellState[]): Promise<{ readonly id: string; readonly text: string }>;
  /** Puts up a plate; `withdraw` says that it is not in force any more. */
  plate(label: string): Promise<{ readonly code: string; withdraw(reason: string): Promise<unknown> }>;
  /** Identifier of a licence that nobody has approved yet. */
  draft(): Promise<string>;
  close(): Promise<void>;
}

/** What `npm run build` made. */
export const ASSETS = join(import.meta.dirname, "..", "..", "dist", "web");

export async function openPageWorld(): Promise<PageWorld> {
  const world = await openWorld();
  const harness = await serve(world);
  const { service } = harness;
  const app = build(service, {
    network: { name: { zh: "测试网络", en: "Test network" }, registryId: world.network.registryId },
    witnesses: ["court"],
    version: "0.0.0",
    assets: ASSETS,
    trust: world.trust,
  });
  const server = await listen(app, { port: 0 });
  return {
    url: server.url,
    trust: world.trust,
    now: () => world.clock(),
    async licence(...states) {
      const view = await issued(service, world);
      for (const state of states) {
        world.clock.advance(60);
        await change(service, world, view, state);
      }
      const { text } = await service.bundle(principal(world.licences), view.id);
      return { id: view.id, text };
    },
    async plate(label) {
      const by = principal(world.licences, "clerk");
      const { id, code } = await service.plates.make(by, { kind: "well_cover", label });
      return { code, withdraw: (reason) => service.plates.withdraw(by, id, reason) };
    },
    draft: async () => (await draft(service, world)).id,
    async close() {
      for (const part of [server, harness, world]) await part.close();
    },
  };
}
