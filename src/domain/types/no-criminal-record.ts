import type { TypeDefinition } from "./definition.ts";

/** 无犯罪记录证明 (公安机关办理犯罪记录查询工作规定, 2021). */
export const NO_CRIMINAL_RECORD: TypeDefinition = {
  format: "yinzheng-type/1",
  code: "11371000004352177H001",
  version: 1,
  names: { zh: "无犯罪记录证明", en: "Certificate of no criminal record" },
  credentialType: "NoCriminalRecordCredential",
  // Shown at home and abroad: a proof for each.
  suites: ["ecdsa-jcs-2019", "sm2-jcs-2026"],
  fields: [
    {
      name: "certificateNumber",
      gb: "ZZBH",
      label: { zh: "证明编号", en: "Certificate number" },
      kind: "text",
      required: true,
      max: 60,
    },
    { name: "name", gb: "CZZT", label: { zh: "姓名", en: "Name" }, kind: "text", required: true, max: 100 },
    {
      name: "citizenId",
      gb: "CZZTDM",
      label: { zh: "公民身份号码", en: "Citizen's identity number" },
      kind: "citizen-id",
      required: true,
    },
    { name: "period", label: { zh: "查询期间", en: "Period looked at" }, kind: "period", required: false },
    { name: "queriedOn", label: { zh: "查询日期", en: "Date of the query" }, kind: "date", required: true },
    {
      name: "finding",
      label: { zh: "查询结果", en: "Finding" },
      kind: "enum",
      required: true,
      values: [{ value: "none", label: { zh: "未发现有犯罪记录", en: "No criminal record was found" } }],
    },
    { name: "purpose", label: { zh: "用途", en: "Purpose" }, kind: "text", required: true, max: 200 },
    {
      name: "issuingAuthority",
      gb: "ZZBFJG",
      label: { zh: "出具单位", en: "Issuing authority" },
      kind: "text",
      required: true,
      max: 200,
    },
    { name: "issuedOn", gb: "ZZBFRQ", label: { zh: "出具日期", en: "Date of issue" }, kind: "date", required: true },
  ],
  holder: { name: "name", code: "citizenId", codeType: "111" },
  validity: { until: "optional", maxDays: 366 },
};
