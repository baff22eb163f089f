// W3C Bitstring Status List 1.0: whether a credential's bits are set in lists that were fetched beforehand.

import { gunzipSync } from "node:zlib";
import { no, unknown, yes } from "./answers.mjs";
import { dates, form, issuer, issuerOf, proofsOf, signature } from "./credential.mjs";
import { isObject, listed } from "./json.mjs";

const MOST_BYTES = 1 << 24;
const LEAST_BYTES = 1 << 14;

/** `lists` are status list credentials; one that is not itself signed and in force at `at` counts for nothing. */
export function status(document, lists, keys, at) {
  const entries = listed(document.credentialStatus);
  if (!entries.length) return yes("no_status");
  const raised = new Set();
  let isUnknown = false;
  for (const entry of entries) {
    const bit = isObject(entry) ? bitOf(entry, lists, keys, at) : undefined;
    if (bit === undefined) isUnknown = true;
    else if (bit) raised.add(entry.statusPurpose);
  }
  if (raised.has("revocation")) return no("revoked");
  if (raised.has("suspension")) return no("suspended");
  if (isUnknown) return unknown("status_unknown");
  return raised.has("spent") ? yes("spent") : yes();
}

function bitOf(entry, lists, keys, at) {
  if (entry.type !== "BitstringStatusListEntry" || !/^(0|[1-9][0-9]{0,8})$/.test(entry.statusListIndex)) return undefined;
  const found = lists.find((list) => list.id === entry.statusListCredential && isTrusted(list, keys, at));
  const subject = found?.credentialSubject;
  if (!isObject(subject) || !listed(subject.statusPurpose).includes(entry.statusPurpose)) return undefined;
  const bits = unpacked(subject.encodedList);
  const index = Number(entry.statusListIndex);
  if (!bits || index >= bits.length * 8) return undefined;
  return Boolean((bits[index >> 3] >> (7 - (index & 7))) & 1);
}

/** Signed by its own issuer, and by one whose keys the caller gave: a list of anybody's making is no answer. */
function isTrusted(list, keys, at) {
  const proofs = proofsOf({ document: list }, keys);
  const answers = [form(list), signature(proofs), issuer({ document: list }, proofs), dates(list, at)];
  return answers.every((each) => each.verdict === "yes") && keys.ofController(issuerOf(list)).length > 0;
}

function unpacked(encoded) {
  if (typeof encoded !== "string" || encoded[0] !== "u") return undefined;
  try {
    const bits = gunzipSync(Buffer.from(encoded.slice(1), "base64url"), { maxOutputLength: MOST_BYTES });
    return bits.length < LEAST_BYTES ? undefined : bits;
  } catch {
    return undefined;
  }
}
