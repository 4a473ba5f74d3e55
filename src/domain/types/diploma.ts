import type { TypeDefinition } from "./definition.ts";

/** 学历证书 of a university (毕业证书, 结业证书), by its 18 digits in the national register. */
export const DIPLOMA: TypeDefinition = {
  format: "yinzheng-type/1",
  code: "12370000493605840H001",
  version: 1,
  names: { zh: "学历证书", en: "Diploma" },
  credentialType: "DiplomaCredential",
  // Shown abroad, where P-256 is at home.
  suites: ["ecdsa-jcs-2019"],
  fields: [
    {
      name: "certificateNumber",
      gb: "ZZBH",
      label: { zh: "证书编号", en: "Certificate number" },
      kind: "code",
      required: true,
      form: "##################",
      mask: "number",
    },
    { name: "name", gb: "CZZT", label: { zh: "姓名", en: "Name" }, kind: "text", required: true, max: 100 },
    {
      name: "citizenId",
      gb: "CZZTDM",
      label: { zh: "公民身份号码", en: "Citizen's identity number" },
      kind: "citizen-id",
      required: true,
    },
    {
      name: "gender",
      label: { zh: "性别", en: "Sex" },
      kind: "enum",
      required: true,
      values: [
        { value: "male", label: { zh: "男", en: "Male" } },
        { value: "female", label: { zh: "女", en: "Female" } },
      ],
    },
    { name: "bornOn", label: { zh: "出生日期", en: "Date of birth" }, kind: "date", required: true },
    { name: "studyPeriod", label: { zh: "学习起止日期", en: "Period of study" }, kind: "period", required: true },
    { name: "major", label: { zh: "专业", en: "Major" }, kind: "text", required: true, max: 100 },
    {
      name: "level",
      label: { zh: "层次", en: "Level" },
      kind: "enum",
      required: true,
      values: [
        { value: "junior", label: { zh: "专科", en: "Junior college" } },
        { value: "undergraduate", label: { zh: "本科", en: "Undergraduate" } },
        { value: "master", label: { zh: "硕士研究生", en: "Master's" } },
        { value: "doctor", label: { zh: "博士研究生", en: "Doctoral" } },
      ],
    },
    {
      name: "length",
      label: { zh: "学制", en: "Length of schooling" },
      kind: "number",
      required: true,
      unit: { zh: "年", en: "years" },
      decimals: 1,
    },
    {
      name: "mode",
      label: { zh: "学习形式", en: "Mode of study" },
      kind: "enum",
      required: true,
      values: [
        { value: "full_time", label: { zh: "全日制", en: "Full time" } },
        { value: "part_time", label: { zh: "非全日制", en: "Part time" } },
      ],
    },
    {
      name: "conclusion",
      label: { zh: "毕（结）业", en: "Conclusion" },
      kind: "enum",
      required: true,
      values: [
        { value: "graduated", label: { zh: "毕业", en: "Graduated" } },
        { value: "completed", label: { zh: "结业", en: "Completed" } },
      ],
    },
    {
      name: "principal",
      label: { zh: "校（院）长", en: "President" },
      kind: "text",
      required: true,
      max: 100,
      mask: "name",
    },
    {
      name: "issuingAuthority",
      gb: "ZZBFJG",
      label: { zh: "学校名称", en: "Institution" },
      kind: "text",
      required: true,
      max: 200,
    },
    {
      name: "issuedOn",
      gb: "ZZBFRQ",
      label: { zh: "毕业日期", en: "Date of graduation" },
      kind: "date",
      required: true,
    },
  ],
  holder: { name: "name", code: "citizenId", codeType: "111" },
  validity: { until: "never" },
};
