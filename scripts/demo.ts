// npm run demo: the whole road in one sitting, on worlds of its own under ./data/demo-run, beside a running `npm start`.
// Every verdict and code is compared with the expected one; the first surprise ends with exit code 1.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_SAMPLES, type DemoSample } from "../src/main/demo/sample-data.ts";
import { useOnce } from "./demo/claims.ts";
import { judgeCodes } from "./demo/codes.ts";
import { expectEach, leaveDocuments } from "./demo/every-type.ts";
import { awaitSeals, expectSealed, loseSeal, sealEach } from "./demo/seals.ts";
import { startWorld, type World } from "./demo/world.ts";
import { expect, say, yz, yzJson } from "./demo/yz.ts";

const dir = join(import.meta.dirname, "..", "data", "demo-run");
/** Documents of every type, for people to look at; beside them the trust file that they are verified by. */
const papers = join(import.meta.dirname, "..", "data", "demo", "documents");
/** One of those that `npm start` issues. */
function sampleIn(file: string): DemoSample {
  const sample = DEMO_SAMPLES.find((one) => one.file === file);
  if (sample === undefined) throw new Error(`there is no sample ${file}`);
  return sample;
}
const licence = sampleIn("business-licence.json");
const bill = sampleIn("medical-bill.json");

/** A clerk drafts, the maker approves in the maker's own signer, and the issuer fetches the bundle. */
async function issue(
  world: World,
  { member, request }: DemoSample,
  file: string,
): Promise<{ readonly id: string; readonly bundle: string }> {
  const written = join(world.dir, "request.json");
  await writeFile(written, JSON.stringify(request));
  const { id } = await yzJson("cert", "issue", written, ...world.as(member, "clerk"));
  const maker = world.as(member, "maker");
  const { state } = await yzJson("cert", "approve", id, ...maker, "--signer", world.makerSigner(member));
  if (state !== "issued") throw new Error(`expected the certificate to be issued, found ${state}`);
  const bundle = join(dir, file);
  await yz("cert", "bundle", id, ...maker, "--output", bundle);
  return { id, bundle };
}

await rm(dir, { recursive: true, force: true });
await mkdir(dir, { recursive: true });

say("1. 启动一个城市的网络 · A city's network starts: chain, registries, signers, a witness, the service");
const ours = await startWorld(join(dir, "ours"));
const trust = ["--trust", join(dir, "trust.json")];
await writeFile(join(dir, "trust.json"), await readFile(ours.trust));
const offline = ["--offline", "--level", "archival"];
try {
  say("2. 审批服务局颁发营业执照（经办与审核双人） · The bureau issues a licence: a maker and a checker sign");
  const good = await issue(ours, licence, "licence.json");
  const doomed = await issue(ours, licence, "revoked.json");

  say("3. 银行在线核验 · The bank verifies online, by its own node");
  await expect(["verify", good.bundle, ...trust, "--rpc", ours.chain], 0, "valid");

  say("4. 每种证照各颁发一份，逐份在线并离线核验 · One certificate of each type, each verified online and offline");
  say("   在线 · online");
  await expectEach(ours, [...trust, "--rpc", ours.chain]);
  say("   离线 · offline");
  await expectEach(ours, [...trust, ...offline]);
  say("   签章 PDF，仅凭文件 · sealed PDFs, from the file alone");
  await expectEach(ours, [...trust, ...offline], "pdf");

  say("5. 机构注销其中一份 · The agency revokes one of them");
  const maker = ours.as(licence.member, "maker");
  const signer = ["--signer", ours.makerSigner(licence.member)];
  await yzJson("cert", "revoke", doomed.id, ...maker, ...signer, "--reason", "cancelled");
  await expect(["verify", doomed.bundle, ...trust, "--rpc", ours.chain], 3, "not_in_force", "status.revoked");
  await yz("cert", "bundle", doomed.id, ...maker, "--output", doomed.bundle);

  say("6. 医疗收费电子票据限用一次 · A medical bill can be used once: two insurers");
  const used = await issue(ours, bill, "bill.json");
  await useOnce(ours, used.bundle, trust);
  await yz("cert", "bundle", used.id, ...ours.as(bill.member, "maker"), "--output", used.bundle);

  say(
    "7. 各机构的电子印章：制章单位制作，持章机构启用 · Each agency's e-seal, made by a seal maker, in force by its owner",
  );
  await awaitSeals(ours);
  say("   每种证照的 OFD 与 PDF，各用本机构印章，逐份上链计数 · OFD and PDF of each type, each use counted on chain");
  const ids = await sealEach(ours, join(dir, "sealed"), trust);
  say("   印章遗失：之前的用印有效，之后的无效 · a seal is lost: uses before stay valid, later ones do not");
  const late = await issue(ours, licence, "late.json");
  await loseSeal(ours, licence.member, { early: ids.get(licence.file) ?? "", late: late.id }, trust);

  say("8. 窗口取回快照 · A counter fetches a snapshot, for codes that it will scan without a network");
  await yz("trust", "snapshot", "--out", join(dir, "snapshot.json"), ...ours.url, ...trust);
} finally {
  await ours.stop();
}

say("9. 链与服务均已停止 · Chain and service are gone");
await expect(
  ["verify", join(dir, "licence.json"), ...trust, "--rpc", ours.chain],
  4,
  "indeterminate",
  "trust.node_unreachable",
);
await expect(["verify", join(dir, "licence.json"), ...trust, ...offline], 0, "valid");
await expect(["verify", join(dir, "revoked.json"), ...trust, ...offline], 3, "not_in_force", "status.revoked");
await expect(["verify", join(dir, "bill.json"), ...trust, ...offline], 3, "not_in_force", "status.claimed");
say(
  "   每种证照的签章 PDF 留在 data/demo/documents，逐份仅凭文件核验 · each type's sealed PDF is left there, and verified from the file alone",
);
await leaveDocuments(ours, papers);
await copyFile(join(dir, "trust.json"), join(papers, "trust.json"));
await expectEach({ bundles: papers }, ["--trust", join(papers, "trust.json"), ...offline], "pdf");

say("   每种证照的 OFD 与 PDF，连同印章，仅凭文件核验 · OFD and PDF of each type, seals too, from the file alone");
await expectSealed(join(dir, "sealed"), [...trust, ...offline]);

say("10. 扫描每种证照的离线码，凭快照核验 · Each type's offline code, judged by the snapshot");
await judgeCodes(ours.bundles, join(dir, "revoked.json"), join(dir, "snapshot.json"), trust);

say("11. 改动一个字 · One character is changed");
const text = await readFile(join(dir, "licence.json"), "utf8");
await writeFile(join(dir, "tampered.json"), text.replace("1000000.00", "9000000.00"));
await expect(["verify", join(dir, "tampered.json"), ...trust, ...offline], 1, "invalid", "integrity.document_mismatch");

say("12. 陌生人造了一个一模一样的世界 · A stranger builds a world that looks the same");
const stranger = await startWorld(join(dir, "stranger"));
try {
  const forged = await issue(stranger, licence, "forged.json");
  await expect(["verify", forged.bundle, ...trust, ...offline], 4, "indeterminate", "trust.unknown_network");
  await expect(
    ["verify", forged.bundle, ...trust, "--rpc", stranger.chain],
    4,
    "indeterminate",
    "trust.unknown_network",
  );
  const registryId = String(JSON.parse(text).registryId);
  const grafted = JSON.parse((await readFile(forged.bundle, "utf8")).replaceAll(stranger.registryId, registryId));
  await writeFile(join(dir, "grafted.json"), JSON.stringify(grafted));
  await expect(["verify", join(dir, "grafted.json"), ...trust, ...offline], 1, "invalid", "issuer.signature_bad");
} finally {
  await stranger.stop();
}
say("全部符合预期 · Everything was as expected");
