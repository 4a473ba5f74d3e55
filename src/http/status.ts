import type { ErrorCode } from "../domain/errors.ts";

/** The one table from error codes to HTTP statuses (RFC 9110). A code without a line does not compile. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  "json.encoding": 400,
  "json.bom": 400,
  "json.empty": 400,
  "json.syntax": 400,
  "json.depth": 400,
  "json.nodes": 400,
  "json.duplicate_key": 400,
  "json.number": 400,
  "json.surrogate": 400,
  "json.prototype": 400,
  "json.not_object": 400,
  "json.not_json": 400,

  "text.not_unicode": 422,
  "text.not_nfc": 422,
  "text.bidi": 422,
  "text.invisible": 422,
  "text.control": 422,
  "text.private_use": 422,
  "text.space": 422,
  "text.empty": 422,
  "text.too_long": 422,

  "document.unavailable": 409,
  "document.glyph_missing": 422,
  "document.timestamp_unreachable": 503,
  "document.timestamp_refused": 502,
  "document.stopped": 503,

  "schema.unknown_field": 422,
  "schema.missing_field": 422,
  "schema.type": 422,
  "schema.format": 422,
  "schema.pattern": 422,
  "schema.check_digit": 422,
  "schema.date": 422,
  "schema.value": 422,
  "schema.mismatch": 422,

  "csv.encoding": 400,
  "csv.syntax": 400,
  "csv.empty": 422,
  "csv.column": 422,
  "csv.cells": 422,

  "policy.validity": 422,
  "policy.type_unknown": 422,
  "policy.scope": 422,
  "policy.not_claimable": 422,
  "policy.not_valid": 422,
  "policy.officer": 422,

  "auth.missing": 401,
  "auth.invalid": 401,
  "auth.forbidden": 403,

  "http.media_type": 415,
  "http.too_large": 413,
  "http.idempotency_key_missing": 428,
  "http.idempotency_key_reused": 422,
  "http.not_found": 404,
  "http.method": 405,
  "http.rate": 429,

  "conflict.state": 409,
  "conflict.used": 409,
  "conflict.claimed": 409,
  "conflict.order_stale": 409,
  "conflict.request_stale": 409,
  "conflict.duplicate": 409,
  "conflict.batch_key": 409,
  "conflict.daily_limit": 409,

  "chain.unreachable": 503,
  "chain.mismatch": 503,
  "chain.rejected": 502,
  "chain.timeout": 503,
  "chain.history": 502,
  "chain.closed": 409,
  "chain.version": 503,

  "store.locked": 503,
  "store.damaged": 503,
  "store.unreachable": 503,
  "store.closed": 503,
  "store.key": 500,
  "storage.full": 503,

  "keys.passphrase": 500,
  "keys.purpose": 500,
  "keys.missing": 500,
  "keys.format": 500,
  "keys.permissions": 500,

  "signer.refused": 409,
  "signer.unreachable": 503,
  "signer.offline": 503,
  "signer.root_mismatch": 422,
  "signer.conflict": 409,

  "witness.refused": 409,
  "witness.unreachable": 503,

  "migrate.open": 409,
  "migrate.unwitnessed": 409,
  "migrate.later": 422,
  "migrate.not_adopted": 409,
  "migrate.file": 422,

  "council.format": 422,
  "council.foreign": 422,
  "council.not_understood": 422,
  "council.contradiction": 422,
  "council.unnamed": 422,
  "council.possession": 422,
  "council.signature": 422,
  "council.too_few": 409,
  "council.not_confirmed": 409,
  "council.stale": 409,
  "council.not_due": 409,
  "council.resting": 409,
  "council.too_small": 422,

  "service.self_check": 500,
  "config.unknown_key": 500,
  "config.invalid": 500,
  "config.port_busy": 500,

  "trust.file": 500,
  "trust.seen": 500,
  "bundle.format": 422,
  "list.format": 422,
  "list.unreachable": 503,
  "bundle.too_large": 413,
  "qr.format": 422,
  "qr.link": 422,
  "qr.foreign_host": 422,
  "snapshot.unvouched": 422,
  "snapshot.format": 422,
  "plate.format": 422,
  "code.unknown": 404,
  "code.expired": 410,
  "code.used": 409,
  "code.audience": 403,

  internal: 500,
};

/** Seconds after which asking again makes sense; undefined where it doesn't. */
export function retryAfter(status: number): number | undefined {
  if (status === 503) return 5;
  // The limiter's own refusals say more exactly when; the service's quotas are of a minute.
  if (status === 429) return 60;
  return status === 202 ? 1 : undefined;
}
