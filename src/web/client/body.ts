import type { Host } from "./host.ts";

/** What the service wrote on `<body>`: a strict policy allows no script with data in it. */
export function fromBody({ dataset }: HTMLElement, startReader: Host["startReader"]): Host {
  const { brand = '{"zh":"","en":""}', trust } = dataset;
  return {
    language: document.documentElement.lang.startsWith("en") ? "en" : "zh",
    brand: JSON.parse(brand),
    online: true,
    startReader,
    origins: [location.origin],
    snapshot: async () => bytesOf(await fetch("/v1/snapshot", { credentials: "omit" })),
    trust: trust === undefined ? null : { source: "site", load: async () => bytesOf(await fetch(trust)) },
  };
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  if (!response.ok) throw new Error(`${response.url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
