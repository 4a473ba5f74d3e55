import type { TypeDefinition } from "./definition.ts";

/** 营业执照, with what is printed on the national form (市监注〔2018〕253号, form in force since 2019-03-01). */
export const BUSINESS_LICENCE: TypeDefinition = {
  format: "yinzheng-type/1",
  code: "11100000000013338W011",
  version: 1,
  names: { zh: "营业执照", en: "Business licence" },
  credentialType: "BusinessLicenceCredential",
  suites: ["eddsa-jcs-2022"],
  fields: [
    {
      name: "unifiedSocialCreditCode",
      gb: "CZZTDM",
      label: { zh: "统一社会信用代码", en: "Unified social credit code" },
      kind: "uscc",
      required: true,
    },
    { name: "name", gb: "CZZT", label: { zh: "名称", en: "Name" }, kind: "text", required: true, max: 200 },
    { name: "enterpriseType", label: { zh: "类型", en: "Type of enterprise" }, kind: "text", required: true, max: 100 },
    {
      name: "legalRepresentative",
      label: { zh: "法定代表人（负责人、经营者）", en: "Legal representative or person in charge" },
      kind: "text",
      required: true,
      max: 100,
      mask: "name",
    },
    // Partnerships, branches and individual businesses have none.
    { name: "registeredCapital", label: { zh: "注册资本", en: "Registered capital" }, kind: "money", required: false },
    { name: "establishedOn", label: { zh: "成立日期", en: "Date of establishment" }, kind: "date", required: true },
    // No end: 长期.
    { name: "termUntil", label: { zh: "营业期限至", en: "Business term until" }, kind: "date", required: false },
    { name: "address", label: { zh: "住所", en: "Registered address" }, kind: "text", required: true, max: 300 },
    { name: "businessScope", label: { zh: "经营范围", en: "Business scope" }, kind: "text", required: true, max: 4000 },
    {
      name: "registrationAuthority",
      gb: "ZZBFJG",
      label: { zh: "登记机关", en: "Registration authority" },
      kind: "text",
      required: true,
      max: 200,
    },
    {
      name: "registeredOn",
      gb: "ZZBFRQ",
      label: { zh: "登记日期", en: "Date of registration" },
      kind: "date",
      required: true,
    },
  ],
  holder: { name: "name", code: "unifiedSocialCreditCode", codeType: "001" },
  validity: { until: "optional" },
};
