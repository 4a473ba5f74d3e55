import type { Express, Request, RequestHandler, Response } from "express";
import { LANGUAGES, type Language } from "../domain/i18n/dictionary.ts";
import { ANONYMOUS } from "../domain/principal.ts";
import type { TrustFile } from "../proof/trust.ts";
import type { Service } from "../service/service.ts";
import {
  type ApiDocument,
  apiPage,
  favicon,
  lookupPage,
  type NetworkData,
  networkPage,
  verifyPage,
} from "../web/pages/index.ts";
import { readAssets, serveAssets } from "./assets.ts";
import { LANGUAGE_TAGS, languageOf } from "./language.ts";
import { LOOKUP_STATUS, lookUp } from "./lookup.ts";
import type { HttpOptions } from "./options.ts";
import { refuse } from "./route.ts";
import { permissions } from "./security.ts";

const TRUST_PATH = "/trust.json";
const READ_ONLY = refuse("GET, HEAD, OPTIONS");

/** What people see: the pages, their icon, style sheet and trust file. Not part of the API. */
export function mountPages(app: Express, service: Service, options: HttpOptions, document: ApiDocument): void {
  app.route("/").get(verifying(options)).all(READ_ONLY);
  app.route("/network").get(network(service, options)).all(READ_ONLY);
  app.route("/lookup").get(record(service, options)).all(READ_ONLY);
  app.route("/c/:id").get(record(service, options)).all(READ_ONLY);
  if (options.trust !== undefined) app.route(TRUST_PATH).get(trustFile(options.trust)).all(READ_ONLY);
  app.route("/docs").get(docs(options, document)).all(READ_ONLY);
  app.route("/favicon.ico").get(icon).all(READ_ONLY);
  if (options.assets !== undefined) app.use("/assets", serveAssets(options.assets));
}

/** The page holds nothing that changes while the process runs. */
function verifying({ assets, network, trust }: HttpOptions): RequestHandler {
  const data = { network, trust: trust === undefined ? null : TRUST_PATH, assets: readAssets(assets) };
  const pages = Object.fromEntries(LANGUAGES.map((language) => [language, verifyPage(data, language)]));
  return (req, res) => {
    const language = chosenLanguage(req);
    res.setHeader("Permissions-Policy", permissions("self"));
    sendPage(res, language, pages[language] ?? "");
  };
}

/** What this service's own verifications rest on, for whoever takes the service's word for it. */
function trustFile(trust: TrustFile): RequestHandler {
  const text = `${JSON.stringify(trust, null, 2)}\n`;
  return (_req, res) => {
    res.setHeader("Cache-Control", "no-cache");
    res.setHeader("Content-Disposition", 'attachment; filename="trust.json"');
    res.type("application/json").send(text);
  };
}

function record(service: Service, { assets, network }: HttpOptions): RequestHandler {
  const built = readAssets(assets);
  return async (req, res) => {
    const language = chosenLanguage(req);
    const typed = String(req.params.id ?? searchOf(req).get("id") ?? "");
    const date = searchOf(req).get("asOf") ?? "";
    const result = typed.trim() === "" ? null : await lookUp(service, typed, date === "" ? undefined : date);
    if (result !== null) res.status(LOOKUP_STATUS[result.kind]);
    sendPage(res, language, lookupPage({ network, result, assets: built }, language));
  };
}

function network(service: Service, options: HttpOptions): RequestHandler {
  const assets = readAssets(options.assets);
  return async (req, res) => {
    const language = chosenLanguage(req);
    const html = networkPage(
      { ...(await stateOf(service)), network: options.network, witnesses: options.witnesses, assets },
      language,
    );
    sendPage(res, language, html);
  };
}

/** Rendered once for each language: the document doesn't change while the process runs. */
function docs({ assets, network }: HttpOptions, document: ApiDocument): RequestHandler {
  const data = { document, network, assets: readAssets(assets) };
  const pages = Object.fromEntries(LANGUAGES.map((language) => [language, apiPage(data, language)]));
  return (req, res) => {
    const language = chosenLanguage(req);
    sendPage(res, language, pages[language] ?? "");
  };
}

function sendPage(res: Response, language: Language, html: string): void {
  res.vary("Accept-Language");
  res.setHeader("Content-Language", LANGUAGE_TAGS[language]);
  res.setHeader("Cache-Control", "no-cache");
  res.type("html").send(html);
}

/** What can't be learnt now is left out: the page answers also while the chain is down. */
async function stateOf(service: Service): Promise<Pick<NetworkData, "chain" | "members" | "checkpoint">> {
  const [readiness, members, checkpoint] = await Promise.allSettled([
    service.readiness(),
    service.members(ANONYMOUS),
    service.checkpoint(ANONYMOUS),
  ]);
  const chain = readiness.status === "fulfilled" ? readiness.value.chain : { reachable: false };
  return {
    chain,
    members:
      members.status === "fulfilled"
        ? members.value.map(({ profile, types, frozen, closed }) => ({
            names: profile.names,
            types: types.length,
            frozen,
            closed,
          }))
        : [],
    ...(checkpoint.status === "fulfilled" && { checkpoint: sizeAndSigners(checkpoint.value) }),
  };
}

/** Second line and signature lines of a C2SP note; only shown, never trusted. */
function sizeAndSigners(note: string): { readonly size: number; readonly cosigners: readonly string[] } {
  const lines = note.split("\n");
  const cosigners = lines.map((line) => /^— (\S+) \S+$/.exec(line)?.[1]).filter((name) => name !== undefined);
  return { size: Number(lines[1] ?? 0), cosigners };
}

/** `?lang=` wins over Accept-Language, so that a link can name a language. */
function chosenLanguage(req: Request): Language {
  const asked = searchOf(req).get("lang");
  const known = LANGUAGES.find((language) => language === asked);
  return known ?? languageOf(req);
}

const searchOf = (req: Request): URLSearchParams => new URL(req.url, "http://localhost").searchParams;

const icon: RequestHandler = (_req, res) => {
  res.setHeader("Cache-Control", "public, max-age=86400");
  res.type("image/x-icon").send(Buffer.from(favicon()));
};
