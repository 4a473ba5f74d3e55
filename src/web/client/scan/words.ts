import type { Bilingual } from "../../../domain/bilingual.ts";

/** What is said while somebody scans, and of a code that leads to no verdict. `{…}` is filled in by `tell`. */
export const SCAN_WORDS = {
  scan: { zh: "扫码", en: "Scan a code" },
  photo: { zh: "用二维码照片", en: "Use a photo of a code" },
  scanHint: {
    zh: "用摄像头扫证照上的二维码。画面只在本机查看，不会上传；码里若是链接，会按其中的证照标识向本服务查询。",
    en: "Point the camera at the code on the certificate. The picture stays on this device; where the code is a link, this service is asked about the identifier in it.",
  },
  scanHintOffline: {
    zh: "用摄像头扫证照上的二维码。画面只在本机查看，不会上传。",
    en: "Point the camera at the code on the certificate. The picture stays on this device.",
  },
  opening: {
    zh: "正在打开摄像头。浏览器询问时，请选“允许”。",
    en: "Opening the camera. If the browser asks, choose Allow.",
  },
  aim: {
    zh: "请把二维码放进框里，拿稳。看不清时靠近一些、光线亮一些。",
    en: "Hold the code inside the frame, steadily. If nothing happens: closer, and more light.",
  },
  view: { zh: "摄像头画面", en: "Picture of the camera" },
  stop: { zh: "停止扫码", en: "Stop scanning" },
  reading: { zh: "正在照片里找二维码……", en: "Looking for a code in the photo …" },
  scannedName: { zh: "扫到的二维码", en: "Scanned code" },

  absent: { zh: "没有找到摄像头", en: "No camera was found" },
  absentDo: {
    zh: "可以用手机给二维码拍一张照片，再点“用二维码照片”。",
    en: "Take a photo of the code with a phone, then choose “Use a photo of a code”.",
  },
  refused: { zh: "浏览器没有得到使用摄像头的许可", en: "The browser may not use the camera" },
  refusedDo: {
    zh: "请点地址栏左边的图标，把“摄像头”改为“允许”，然后再试一次；也可以改用照片。",
    en: "Press the icon beside the address, set Camera to Allow and try again; or use a photo.",
  },
  busy: { zh: "摄像头正被其他程序使用", en: "Another program is using the camera" },
  busyDo: {
    zh: "请关闭正在使用摄像头的程序（如视频会议），然后再试一次；也可以改用照片。",
    en: "Close the program that uses it, such as a video call, and try again; or use a photo.",
  },
  insecure: {
    zh: "浏览器只对安全地址（https）开放摄像头",
    en: "Browsers give the camera only to secure addresses (https)",
  },
  insecureDo: {
    zh: "请用 https 开头的地址打开本页；也可以改用照片。",
    en: "Open this page by an address that begins with https; or use a photo.",
  },
  failed: { zh: "扫码程序未能启动", en: "The scanner could not be started" },
  failedDo: {
    zh: "请检查网络后重新打开本页，或者改用选择文件、输入标识。",
    en: "Check your connection and open this page again, or choose a file or type the identifier.",
  },
} as const satisfies Record<string, Bilingual>;
