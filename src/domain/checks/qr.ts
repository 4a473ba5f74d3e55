import type { CheckDefinition } from "./table.ts";

/** Could the certificate be made again, whole, from a printed code and a snapshot? */
export const QR_CHECKS = {
  "qr.code": {
    title: { en: "Printed code", zh: "印制的码" },
    codes: {
      "qr.ok": {
        en: "The whole certificate was read from the code.",
        zh: "已从码中读出完整证照。",
      },
      "qr.signature_only": {
        en: "The code does not show that the certificate was put on chain. Ask for the file of the certificate, or verify online.",
        zh: "码中没有上链证明。请索取证照文件，或在线核验。",
      },
      "qr.other_network": {
        en: "The snapshot is of another network than the code. Get a snapshot of that network.",
        zh: "快照与码不属于同一网络。请获取该网络的快照。",
      },
      "qr.batch_unknown": {
        en: "The snapshot does not hold the certificate's batch: it is older, or of other issuers or types. Get a newer snapshot, or verify online.",
        zh: "快照中没有该证照所在批次：快照较旧，或只含其他机构或类型。请更新快照，或在线核验。",
      },
      "qr.type_unknown": {
        en: "The snapshot does not hold the certificate's type as it was issued, so its fields can't be read. Get a newer snapshot, or ask for the file of the certificate.",
        zh: "快照中没有颁发时所用的证照类型定义，无法读出各字段。请更新快照，或索取证照文件。",
      },
      "qr.key_unknown": {
        en: "The snapshot does not hold the key that signed the certificate. Get a newer snapshot, or ask for the file of the certificate.",
        zh: "快照中没有签署该证照的密钥。请更新快照，或索取证照文件。",
      },
    },
  },
} as const satisfies Record<`qr.${string}`, CheckDefinition>;
