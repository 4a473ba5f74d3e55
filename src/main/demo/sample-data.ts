import type { JsonObject } from "../../domain/json-value.ts";
import { BUSINESS_LICENCE } from "../../domain/types/business-licence.ts";
import { DATA_RIGHT } from "../../domain/types/data-right.ts";
import { DIGITAL_IDENTITY } from "../../domain/types/digital-identity.ts";
import { DIPLOMA } from "../../domain/types/diploma.ts";
import { FOOD_BUSINESS_LICENCE } from "../../domain/types/food-business-licence.ts";
import { MEDICAL_BILL } from "../../domain/types/medical-bill.ts";
import { MEDICAL_INSTITUTION } from "../../domain/types/medical-institution.ts";
import { NO_CRIMINAL_RECORD } from "../../domain/types/no-criminal-record.ts";
import { REAL_ESTATE } from "../../domain/types/real-estate.ts";

/** One certificate of a member: all names, numbers and places are made up. */
export interface DemoSample {
  /** `id` of the member. */
  readonly member: string;
  /** Name of the bundle's file. */
  readonly file: string;
  /** Years until the end of validity, counted from this one; null = no end. */
  readonly years: number | null;
  readonly request: { readonly type: string; readonly subject: JsonObject };
}

/** What `npm start` issues once, one of each type, so that there is something to verify. The first one is its example. */
export const DEMO_SAMPLES: readonly DemoSample[] = [
  {
    member: "approval-bureau",
    file: "business-licence.json",
    years: null,
    request: {
      type: BUSINESS_LICENCE.code,
      subject: {
        unifiedSocialCreditCode: "91371000MA94KLXE8M",
        name: "威海示例海产品有限公司",
        enterpriseType: "有限责任公司（自然人投资或控股）",
        legalRepresentative: "𠮷田丽",
        registeredCapital: { amount: "1000000.00", currency: "CNY" },
        establishedOn: "2021-05-18",
        address: "山东省威海市环翠区示例路 1 号",
        businessScope: "水产品批发；水产品零售；货物进出口。",
        registrationAuthority: "审批服务局",
        registeredOn: "2021-05-18",
      },
    },
  },
  {
    member: "data-centre",
    file: "digital-identity.json",
    years: 5,
    request: {
      type: DIGITAL_IDENTITY.code,
      subject: {
        subjectType: "person",
        name: "示例·居民",
        citizenId: "371002194903071527",
        verificationMethod: "in_person",
        verifiedOn: "2022-03-01",
      },
    },
  },
  {
    member: "approval-bureau",
    file: "food-business-licence.json",
    years: 4,
    request: {
      type: FOOD_BUSINESS_LICENCE.code,
      subject: {
        licenceNumber: "JY23710020012345",
        name: "环翠区示例海鲜馆",
        unifiedSocialCreditCode: "92371002MA3N7K2P35",
        legalRepresentative: "示例·郑十一",
        address: "山东省威海市环翠区示例路 21 号",
        premises: "山东省威海市环翠区示例路 21 号一层",
        business: "caterer",
        items: [{ name: "热食类食品制售" }, { name: "生食类食品制售" }],
        supervisor: "环翠区市场监督管理局",
        issuingAuthority: "审批服务局",
        issuedOn: "2026-11-24",
      },
    },
  },
  {
    member: "natural-resources",
    file: "real-estate.json",
    years: null,
    request: {
      type: REAL_ESTATE.code,
      subject: {
        certificateNumber: "鲁（2026）威海市不动产权第0012345号",
        holderType: "person",
        holderName: "示例·张三",
        ownership: "joint",
        coOwners: [{ name: "示例·李四", code: "371003199208301641", share: "共同共有" }],
        location: "山东省威海市环翠区示例路 8 号 1 号楼 2 单元 301",
        unitNumber: "371002001001GB00012F00030012",
        rightKind: "国有建设用地使用权／房屋所有权",
        rightNature: "出让／市场化商品房",
        use: "城镇住宅用地／成套住宅",
        landArea: "23510.6",
        buildingArea: "128.53",
        useTerm: { from: "2016-05-20", until: "2086-05-19" },
        condition: "房屋结构：钢筋混凝土结构；总层数：18 层；所在层：3 层",
        issuingAuthority: "自然资源和规划局",
        registeredOn: "2026-11-20",
        citizenId: "371002198504120529",
      },
    },
  },
  {
    member: "city-hospital",
    file: "medical-bill.json",
    years: null,
    request: {
      type: MEDICAL_BILL.code,
      subject: {
        billCode: "37060126",
        billNumber: "0012345678",
        checkCode: "7F3K9A",
        payer: "示例·王五",
        payerId: "371002197802153033",
        visit: "outpatient",
        visitNumber: "MZ20261124000123",
        items: [
          { name: "门诊诊察费", measure: "次", quantity: "1", amount: { amount: "15.00", currency: "CNY" } },
          { name: "血常规", measure: "项", quantity: "1", amount: { amount: "22.50", currency: "CNY" } },
          { name: "示例胶囊 0.25g", measure: "盒", quantity: "2.5", amount: { amount: "48", currency: "CNY" } },
        ],
        total: { amount: "85.50", currency: "CNY" },
        fundPaid: { amount: "42.75", currency: "CNY" },
        accountPaid: { amount: "30.00", currency: "CNY" },
        cashPaid: { amount: "12.75", currency: "CNY" },
        issuingAuthority: "市立医院",
        issuedOn: "2026-11-24",
      },
    },
  },
  {
    member: "health-commission",
    file: "medical-institution.json",
    years: 5,
    request: {
      type: MEDICAL_INSTITUTION.code,
      subject: {
        registrationNumber: "4935812793710021A1001",
        name: "威海示例口腔医院",
        unifiedSocialCreditCode: "91371000MA3QW5T684",
        address: "山东省威海市环翠区示例街 3 号",
        legalRepresentative: "示例·赵六",
        principal: "示例·钱七",
        operation: "for_profit",
        category: "口腔医院",
        departments: [{ name: "口腔科" }, { name: "医学影像科（X 线诊断专业）" }],
        beds: "15",
        dentalChairs: "30",
        issuingAuthority: "卫生健康委员会",
        issuedOn: "2026-11-24",
      },
    },
  },
  {
    member: "public-security",
    file: "no-criminal-record.json",
    years: null,
    request: {
      type: NO_CRIMINAL_RECORD.code,
      subject: {
        certificateNumber: "威公（环）无犯证字〔2026〕00123号",
        name: "示例·孙八",
        citizenId: "371083200109173311",
        period: { from: "2019-09-17", until: "2026-11-24" },
        queriedOn: "2026-11-24",
        finding: "none",
        purpose: "入职",
        issuingAuthority: "公安局",
        issuedOn: "2026-11-24",
      },
    },
  },
  {
    member: "university",
    file: "diploma.json",
    years: null,
    request: {
      type: DIPLOMA.code,
      subject: {
        certificateNumber: "109991202605000123",
        name: "示例·周九",
        citizenId: "371003199208301641",
        gender: "female",
        bornOn: "1992-08-30",
        studyPeriod: { from: "2022-09-01", until: "2026-06-30" },
        major: "海洋技术",
        level: "undergraduate",
        length: "4",
        mode: "full_time",
        conclusion: "graduated",
        principal: "示例·吴十",
        issuingAuthority: "威海示例大学",
        issuedOn: "2026-06-30",
      },
    },
  },
  {
    member: "data-centre",
    file: "data-right.json",
    years: 2,
    request: {
      type: DATA_RIGHT.code,
      subject: {
        registrationNumber: "SD-WH-2026-000018",
        dataName: "威海示例渔港船舶进出港统计数据集",
        rightsHolder: "威海示例海洋数据有限公司",
        unifiedSocialCreditCode: "91371003MA94H2J815",
        rights: [{ right: "hold" }, { right: "operate" }],
        source: "collected",
        industry: "渔业",
        scenario: "渔港运行分析与保险定价",
        size: "1280000",
        updates: "每日",
        evidenceNumber: "EV-2026-11-0042",
        notice: { from: "2026-11-01", until: "2026-11-14" },
        issuingAuthority: "大数据中心",
        registeredOn: "2026-11-24",
      },
    },
  },
  {
    member: "data-centre",
    file: "volunteer-service.json",
    years: null,
    request: {
      type: "12371000MB2854632B901",
      subject: {
        certificateNumber: "ZY2026-000042",
        name: "示例·冯十二",
        citizenId: "371002198504120529",
        period: { from: "2025-01-01", until: "2026-10-31" },
        hours: "126.5",
        projects: [
          { name: "示例海滩清洁", hours: "80" },
          { name: "示例社区助老", hours: "46.5" },
        ],
        issuingAuthority: "大数据中心",
        issuedOn: "2026-11-24",
      },
    },
  },
];
