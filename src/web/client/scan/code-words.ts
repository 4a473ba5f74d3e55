import type { Bilingual } from "../../../domain/bilingual.ts";
import type { CodeFault } from "../outcome.ts";

interface Said {
  readonly says: Bilingual;
  readonly todo: Bilingual;
}

/** What is said of a code or a picture that can't be followed further. */
export const CODE_WORDS: Readonly<Record<CodeFault, Said>> & { readonly shows: Bilingual } = {
  none: {
    says: { zh: "照片里没有找到二维码", en: "There is no code in this picture" },
    todo: {
      zh: "请重新拍：让二维码占满画面的一半，摆正、对焦清楚、不要反光。",
      en: "Take it again: the code filling half of the picture, straight, in focus, without glare.",
    },
  },
  picture: {
    says: { zh: "无法打开这张图片", en: "This picture can't be opened" },
    todo: {
      zh: "请换成 JPEG 或 PNG 图片（手机可把拍照格式设为“兼容性最佳”），或直接扫码。",
      en: "Use a JPEG or PNG picture (phones: camera format “most compatible”), or scan the code directly.",
    },
  },
  foreign: {
    says: { zh: "这个二维码指向别的网站", en: "This code leads to another website" },
    todo: {
      zh: "本页没有打开它。冒充的网站会显示假的结论：请不要打开，并向出示证照的人索取证照文件。",
      en: "It was not opened. A look-alike site would show a false verdict: don't open it, and ask for the certificate's file.",
    },
  },
  link: {
    says: { zh: "码中的链接不是证照链接", en: "The link in this code is not one to a certificate" },
    todo: {
      zh: "本页没有打开它。请手工输入证照上印的标识，或向出示证照的人索取证照文件。",
      en: "It was not opened. Type the identifier printed on the certificate, or ask for the certificate's file.",
    },
  },
  live: {
    says: { zh: "这是一次性出示码", en: "This is a one-time code" },
    todo: {
      zh: "持有人用它向柜台出示证照，一分钟内有效，只能使用一次。须由有核验权限的机构在其业务系统中兑现；本页不能使用，也不保存它。",
      en: "A holder shows certificates to a counter with it: once, within a minute. An organisation with the right to verify redeems it in its own system; this page can't, and keeps nothing of it.",
    },
  },
  snapshot: {
    says: { zh: "核验离线码需要快照文件", en: "An offline code needs a snapshot file" },
    todo: {
      zh: "请在下方“核验依据”中选择快照文件；没有的话，请扫证照上的链接码，或输入证照标识查询。",
      en: "Choose a snapshot file below, under “What the check relies on”; without one, scan the link code or look up the identifier.",
    },
  },
  other: {
    says: { zh: "这不是本系统的证照二维码", en: "This is not a code of a certificate of ours" },
    todo: {
      zh: "请扫证照上印有“扫码核验”的二维码，或选择证照文件。",
      en: "Scan the code marked “Scan to verify” on the certificate, or choose the certificate's file.",
    },
  },
  shows: { zh: "二维码内容：", en: "The code says:" },
};
