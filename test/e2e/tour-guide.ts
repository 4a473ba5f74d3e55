import { join } from "node:path";
import { expect } from "chai";
import type { Demo } from "./demo.ts";
import { done, yz } from "./newcomer.ts";

/** A type that nobody has heard of before: no line of code knows it. */
export const TOUR_GUIDE = {
  format: "yinzheng-type/1",
  code: "12371000MB2854632B902",
  version: 1,
  names: { zh: "志愿讲解员证", en: "Volunteer tour guide" },
  credentialType: "TourGuideCredential",
  suites: ["eddsa-jcs-2022"],
  fields: [
    { name: "name", label: { zh: "姓名", en: "Name" }, kind: "text", required: true, max: 50 },
    { name: "citizenId", label: { zh: "公民身份号码", en: "Identity number" }, kind: "citizen-id", required: true },
    {
      name: "hours",
      label: { zh: "培训时长", en: "Time of training" },
      kind: "number",
      required: true,
      decimals: 1,
      unit: { zh: "小时", en: "hours" },
    },
  ],
  holder: { name: "name", code: "citizenId", codeType: "111" },
  validity: { until: "never" },
};

/** A subject of it. */
export const GUIDE = { name: "示例·导游", citizenId: "371002198504120529", hours: "40.5" };

/** The clerk drafts over HTTP, the maker approves; gives the file with the bundle. */
export async function issueTourGuide(demo: Demo): Promise<string> {
  const body = { type: TOUR_GUIDE.code, subject: GUIDE };
  const drafted = await demo.ask("/v1/certificates", { as: "data-centre-clerk", body });
  expect(drafted.status, drafted.text).to.equal(202);
  const id = String(drafted.json().id);
  const maker = ["--signer", demo.signer("data-centre-maker")];
  const { state } = await done("cert", "approve", id, ...demo.as("data-centre-maker"), ...maker);
  expect(state).to.equal("issued");
  const file = join(demo.dir, "tour-guide.bundle.json");
  expect((await yz("cert", "bundle", id, ...demo.as("data-centre-maker"), "-o", file)).code).to.equal(0);
  return file;
}
