import type { FieldDefinition, TypeDefinition } from "./definition.ts";

const NAME: FieldDefinition = {
  name: "name",
  gb: "CZZT",
  label: { zh: "姓名或名称", en: "Name" },
  kind: "text",
  required: true,
  max: 200,
};

const CREDIT_CODE: FieldDefinition = {
  name: "unifiedSocialCreditCode",
  gb: "CZZTDM",
  label: { zh: "统一社会信用代码", en: "Unified social credit code" },
  kind: "uscc",
  required: true,
};

const LEGAL_REPRESENTATIVE: FieldDefinition = {
  name: "legalRepresentative",
  label: { zh: "法定代表人", en: "Legal representative" },
  kind: "text",
  required: true,
  max: 100,
  mask: "name",
};

/** 数字身份凭证 of a person, an enterprise or an institution (事业单位, 社会组织, 机关), defined by the demo's 大数据中心. */
export const DIGITAL_IDENTITY: TypeDefinition = {
  format: "yinzheng-type/1",
  code: "12371000MB2854632B001",
  version: 1,
  names: { zh: "数字身份凭证", en: "Digital identity" },
  credentialType: "DigitalIdentityCredential",
  suites: ["eddsa-jcs-2022", "sm2-jcs-2026"],
  fields: [
    {
      name: "subjectType",
      label: { zh: "主体类型", en: "Kind of subject" },
      kind: "enum",
      required: true,
      values: [
        { value: "person", label: { zh: "自然人", en: "Person" } },
        { value: "enterprise", label: { zh: "企业", en: "Enterprise" } },
        { value: "institution", label: { zh: "机构", en: "Institution" } },
      ],
    },
    NAME,
    {
      name: "verificationMethod",
      label: { zh: "核实方式", en: "How the identity was verified" },
      kind: "enum",
      required: true,
      values: [
        { value: "in_person", label: { zh: "现场核验", en: "In person" } },
        { value: "remote", label: { zh: "远程核验", en: "Remotely" } },
        { value: "documents", label: { zh: "材料核验", en: "By documents" } },
      ],
    },
    { name: "verifiedOn", label: { zh: "核实日期", en: "Verified on" }, kind: "date", required: true },
  ],
  variants: {
    by: "subjectType",
    oneOf: [
      {
        value: "person",
        fields: [
          {
            name: "citizenId",
            gb: "CZZTDM",
            label: { zh: "公民身份号码", en: "Citizen's identity number" },
            kind: "citizen-id",
            required: true,
          },
        ],
        holder: { name: "name", code: "citizenId", codeType: "111" },
      },
      {
        value: "enterprise",
        fields: [CREDIT_CODE, LEGAL_REPRESENTATIVE],
        holder: { name: "name", code: "unifiedSocialCreditCode", codeType: "001" },
      },
      {
        value: "institution",
        fields: [
          CREDIT_CODE,
          LEGAL_REPRESENTATIVE,
          {
            name: "sponsor",
            label: { zh: "举办单位", en: "Sponsoring body" },
            kind: "text",
            required: false,
            max: 200,
          },
        ],
        holder: { name: "name", code: "unifiedSocialCreditCode", codeType: "001" },
      },
    ],
  },
  // Re-verified at least every ten years, leap days included.
  validity: { until: "required", maxDays: 3653 },
};
