import { isYinzhengError } from "../../../domain/errors.ts";
import { readPlate } from "../../../proof/plate.ts";
import type { Outcome, PlateFault, PlateRecord } from "../outcome.ts";

/** Asks this page's own service who put a plate up, and compares with what stands on it. */
export async function lookUpPlate(code: string, online: boolean): Promise<Outcome> {
  const fault = (why: PlateFault): Outcome => ({ kind: "plate-fault", fault: why });
  try {
    const { plate } = readPlate(code);
    if (!online) return fault("offline");
    const response = await fetch(`/v1/plates/${plate.id.slice(2)}`, { credentials: "omit" });
    if (response.status === 404) return fault("unknown");
    if (!response.ok) return fault("failed");
    const record: PlateRecord = await response.json();
    return record.code === code ? { kind: "plate", plate: record } : fault("forged");
  } catch (error) {
    return fault(isYinzhengError(error) ? "unread" : "failed");
  }
}
