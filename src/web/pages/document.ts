import { type ComponentChild, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Language } from "../../domain/i18n/dictionary.ts";

/** Addresses of what vite built. */
export interface Assets {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

export type Element = VNode;
/** What an element can hold. */
export type Child = Element | string | readonly Child[] | null;

/** One HTML element; plain node runs the pages, so there is no JSX. */
export function el(
  tag: string,
  attributes: Readonly<Record<string, string | number>> | null,
  children?: Child,
): Element {
  return h(tag, attributes, children as ComponentChild) as Element;
}

const TAGS: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

/** What stands around the body of a page. */
export interface Frame {
  readonly language: Language;
  readonly title: string;
  readonly assets: Assets;
  /** `data-…` of the body: what the script reads, since the policy allows no data in a script. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
}

/** A whole page: its head and its body, as HTML. Nothing inline, so that a strict CSP holds. */
export function renderDocument({ language, title, assets, data }: Frame, body: readonly Child[]): string {
  const head = [
    el("meta", { charSet: "utf-8" }),
    el("title", null, title),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("link", { rel: "icon", href: "/favicon.ico", sizes: "32x32" }),
    ...assets.styles.map((href) => el("link", { rel: "stylesheet", href })),
    ...assets.scripts.map((src) => el("script", { type: "module", src })),
  ];
  const page = el("html", { lang: TAGS[language] }, [el("head", null, head), el("body", data ?? null, body)]);
  return `<!doctype html>\n${renderToString(page)}\n`;
}
