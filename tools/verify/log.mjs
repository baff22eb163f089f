// The transparency log: that it holds an entry about a credential (RFC 9162, 2.1.3.2), and that it only grew (2.1.4.2).
// Its heads are C2SP signed notes, signed by the bank's Ed25519 key.

import { no, unknown, yes } from "./answers.mjs";
import { sha256 } from "./credential.mjs";
import { canonicalJson, isObject, readDocument, Unreadable } from "./json.mjs";
import { isSigned } from "./keys.mjs";

const HEAD = /^(?<origin>[^\n]+)\n(?<size>0|[1-9][0-9]{0,14})\n(?<root>[A-Za-z0-9+/]{43}=)\n/;
const HASH = /^[0-9a-f]{64}$/;
const MOST_LEVELS = 64;

const nodeHash = (left, right) => sha256(Buffer.concat([Buffer.from([1]), left, right]));
const leafHash = (entry) => sha256(Buffer.concat([Buffer.from([0]), entry]));

/** Whether the log holds the credential; `proof` is the document that came with it, of the log of `proof.log`. */
export function inclusion(document, proof, keys) {
  if (!proof) return unknown("no_log_proof");
  try {
    const { proof: _proofs, ...claims } = document;
    const content = sha256(canonicalJson(claims));
    if (content.toString("hex") !== proof.contentHash) return no("log_of_another");
    const entry = readDocument(Buffer.from(String(proof.entry)));
    const commitment = sha256(Buffer.concat([Buffer.from(String(proof.salt), "hex"), content])).toString("hex");
    if (entry.commitment !== commitment || entry.kind !== proof.kind) return no("log_of_another");
    const head = openHead(proof.checkpoint, keys.ofController(proof.log));
    if (!head) return unknown("unknown_log");
    const leaf = leafHash(Buffer.from(proof.entry));
    return includes(head, proof.index, leaf, hashes(proof.hashes)) ? yes() : no("not_in_log");
  } catch (error) {
    if (error instanceof Unreadable) return no("malformed_log_proof");
    throw error;
  }
}

/** Whether the head of the proof continues an older one that the caller kept. */
export function growth(proof, older, consistency, keys) {
  if (!proof || !older || !consistency) return unknown("no_older_head");
  try {
    const raw = keys.ofController(proof.log);
    const [was, now] = [openHead(older, raw), openHead(proof.checkpoint, raw)];
    if (!was || !now) return unknown("unknown_log");
    if (was.origin !== now.origin) return no("log_of_another");
    const [first, second] = was.size <= now.size ? [was, now] : [now, was];
    return extends_(first, second, hashes(consistency.hashes)) ? yes() : no("log_rewritten");
  } catch (error) {
    if (error instanceof Unreadable) return no("malformed_log_proof");
    throw error;
  }
}

/** A signed head's name, size and root; undefined where none of the keys signed it. Throws Unreadable. */
export function openHead(note, raws) {
  const end = typeof note === "string" ? note.lastIndexOf("\n\n") : -1;
  const head = end < 0 ? null : HEAD.exec(note.slice(0, end + 1));
  if (!head) throw new Unreadable("no checkpoint");
  const text = Buffer.from(note.slice(0, end + 1));
  const { origin, size, root } = head.groups;
  const isOurs = note.slice(end + 2).split("\n").filter(Boolean).some((line) =>
    raws.some((raw) => isNoteSignature(line, origin, raw, text)));
  return isOurs ? { origin, size: Number(size), root: Buffer.from(root, "base64") } : undefined;
}

function isNoteSignature(line, origin, raw, text) {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (name !== origin) return false;
  const signature = Buffer.from(encoded, "base64");
  const named = sha256(Buffer.concat([Buffer.from(`${origin}\n`), Buffer.from([1]), raw])).subarray(0, 4);
  return signature.subarray(0, 4).equals(named) && isSigned(raw, text, signature.subarray(4));
}

function hashes(listed) {
  if (!Array.isArray(listed) || listed.length > MOST_LEVELS || !listed.every((each) => HASH.test(each)))
    throw new Unreadable("no hashes");
  return listed.map((each) => Buffer.from(each, "hex"));
}

function includes(head, number, leaf, proof) {
  if (!Number.isSafeInteger(number) || number < 0 || number >= head.size) return false;
  let [place, last, digest] = [number, head.size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      digest = nodeHash(sibling, digest);
      [place, last] = raised(place, last);
    } else digest = nodeHash(digest, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && digest.equals(head.root);
}

function extends_(older, newer, proof) {
  if (older.size === newer.size) return !proof.length && older.root.equals(newer.root);
  const isPower = Number.isInteger(Math.log2(older.size));
  const [first, ...rest] = isPower ? [older.root, ...proof] : proof;
  if (!first || older.size < 1) return false;
  let [place, last, was, now] = [older.size - 1, newer.size - 1, first, first];
  while (place % 2) [place, last] = [half(place), half(last)];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 || place === last) {
      [was, now] = [nodeHash(sibling, was), nodeHash(sibling, now)];
      [place, last] = raised(place, last);
    } else now = nodeHash(now, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && was.equals(older.root) && now.equals(newer.root);
}

/** Skip the levels on which a node at the right edge has no sibling. */
function raised(place, last) {
  while (place && place % 2 === 0) [place, last] = [half(place), half(last)];
  return [place, last];
}

const half = (number) => Math.floor(number / 2);
