import type { JsonObject } from "../../domain/json-value.ts";

/** What the page in one file is made from. Digests are as CSP names them: `sha256-` and base64 of the text's SHA-256. */
export interface OfflineParts {
  readonly script: { readonly text: string; readonly digest: string };
  readonly style: { readonly text: string; readonly digest: string };
  /** Trust file that is put into the page; null: the reader chooses one. */
  readonly trust: JsonObject | null;
}

/**
 * The verify page as one file that asks no network for anything: its own policy allows the one script and the one style
 * sheet in it, a thread that the script starts out of itself, and no connection.
 */
export function offlinePage({ script, style, trust }: OfflineParts): string {
  const policy = [
    "default-src 'none'",
    `script-src '${script.digest}'`,
    // What reads documents: a script out of the page itself, in a thread of its own.
    "worker-src blob:",
    `style-src '${style.digest}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>印证 · 离线核验 — Yinzheng offline verifier</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>${style.text}</style>
</head>
<body>
<noscript>核验需要启用 JavaScript。 Verifying needs JavaScript.</noscript>
<script type="application/json" id="trust">${trust === null ? "" : dataText(trust)}</script>
<script>${script.text}</script>
</body>
</html>
`;
}

/** JSON that can't end the element it stands in. */
const dataText = (value: JsonObject): string => JSON.stringify(value).replaceAll("<", "\\u003c");
