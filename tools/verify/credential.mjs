// A credential's form, proofs, issuer and dates. Data Integrity with eddsa-jcs-2022, and JSON Web Tokens with EdDSA.

import { createHash } from "node:crypto";
import { no, unknown, yes } from "./answers.mjs";
import { canonicalJson, isObject, listed, readDocument, Unreadable } from "./json.mjs";
import { fromBase58, isSigned } from "./keys.mjs";

const CREDENTIALS = "https://www.w3.org/ns/credentials/v2";
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;
const HEADERS = new Set(["alg", "typ", "cty", "kid", "iss"]);
const MEMBERS = new Set([
  "@context", "id", "type", "created", "cryptosuite", "expires", "previousProof", "proofPurpose", "proofValue",
  "verificationMethod",
]);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;
const MOST_PROOFS = 8;

export const sha256 = (content) => createHash("sha256").update(content).digest();

/** The credential in a file, and the token where it is one. Throws Unreadable. */
export function readCredential(buffer) {
  const text = buffer.toString("utf8").trim();
  if (!TOKEN.test(text)) return { document: readDocument(buffer) };
  const [head, body, signature] = text.split(".");
  const [header, document] = [head, body].map((part) => readDocument(decoded(part)));
  if (!["EdDSA", "Ed25519"].includes(header.alg) || !Object.keys(header).every((name) => HEADERS.has(name)))
    throw new Unreadable("a token of another algorithm or with a header that is not understood");
  if (typeof header.kid !== "string" || "proof" in document) throw new Unreadable("a token that names no key");
  const method = header.kid.startsWith("#") ? `${header.iss ?? document.iss ?? ""}${header.kid}` : header.kid;
  return { document, token: { method, signed: Buffer.from(`${head}.${body}`), signature: decoded(signature) } };
}

export function form(document) {
  const subjects = listed(document.credentialSubject);
  if (listed(document["@context"])[0] !== CREDENTIALS) return no("no_credential");
  if (!listed(document.type).includes("VerifiableCredential") || issuerOf(document) === undefined)
    return no("no_credential");
  if (!subjects.length || !subjects.every(isObject)) return no("no_credential");
  return listed(document.proof).length > MOST_PROOFS ? no("too_many_proofs") : yes();
}

export function issuerOf(document) {
  const name = isObject(document.issuer) ? document.issuer.id : document.issuer;
  return typeof name === "string" ? name : undefined;
}

/** Each proof for itself: its method's name, its answer and who controls its key. */
export function proofsOf({ document, token }, keys) {
  if (token) return [checked("EdDSA (JWT)", token.method, keys, (raw) => isSigned(raw, token.signed, token.signature))];
  return listed(document.proof).slice(0, MOST_PROOFS + 1).map((proof) => dataIntegrity(document, proof, keys));
}

/** The proofs together: one by a method that is not checked here counts for nothing beside others. */
export function signature(proofs) {
  if (!proofs.length) return no("unsigned");
  const known = proofs.map((each) => each.answer).filter((answer) => answer.code !== "unknown_suite");
  return known.find((each) => each.verdict === "no") ?? known.find((each) => each.verdict === "unknown")
    ?? known[0] ?? unknown("unknown_suite");
}

export function issuer({ document, token }, proofs) {
  const signers = proofs.filter((each) => each.answer.code === "ok").map((each) => each.controller);
  if (!signers.length) return unknown("no_proof_holds");
  const claimed = token && document.iss !== undefined ? [issuerOf(document), document.iss] : [issuerOf(document)];
  return claimed.every((name) => signers.includes(name)) ? yes() : no("signed_by_another");
}

export function dates(document, at) {
  const bounds = [["not_yet_valid", document.validFrom, "expired", document.validUntil]];
  for (const proof of listed(document.proof).filter(isObject))
    bounds.push(["signed_later", proof.created, "proof_expired", proof.expires]);
  for (const [early, from, late, until] of bounds) {
    for (const value of [from, until])
      if (value !== undefined && value !== null && Number.isNaN(instant(value))) return no("malformed_time");
    if (instant(from) > at) return no(early);
    if (instant(until) < at) return no(late);
  }
  return tokenDates(document, at);
}

function tokenDates({ nbf, exp }, at) {
  if ([nbf, exp].some((value) => value !== undefined && typeof value !== "number")) return no("malformed_time");
  if (nbf * 1000 > at) return no("not_yet_valid");
  return exp * 1000 < at ? no("expired") : yes();
}

function instant(value) {
  return typeof value === "string" && INSTANT.test(value) ? Date.parse(value) : NaN;
}

function dataIntegrity(document, proof, keys) {
  const name = isObject(proof) ? String(proof.cryptosuite) : "?";
  if (!isObject(proof) || typeof proof.cryptosuite !== "string") return { name, answer: no("malformed_proof") };
  if (name !== "eddsa-jcs-2022" || proof.type !== "DataIntegrityProof")
    return { name, answer: unknown("unknown_suite") };
  const { proofValue, ...options } = proof;
  if (!Object.keys(proof).every((each) => MEMBERS.has(each)) || options.proofPurpose !== "assertionMethod")
    return { name, answer: no("malformed_proof") };
  return checked(name, options.verificationMethod, keys, (raw) =>
    isSigned(raw, signingInput(document, options), fromBase58(proofValue)));
}

/** SHA-256 of the proof without its value, then of the document with those proofs alone that this one confirms. */
function signingInput(document, options) {
  const { proof: all, ...claims } = document;
  if ("@context" in options && canonicalJson(options["@context"]) !== canonicalJson(claims["@context"] ?? null))
    throw new Unreadable("a proof over another context than the document's");
  if ("previousProof" in options) claims.proof = confirmed(listed(all), listed(options.previousProof));
  return Buffer.concat([sha256(canonicalJson(options)), sha256(canonicalJson(claims))]);
}

function confirmed(proofs, named) {
  const found = proofs.filter((proof) => isObject(proof) && named.includes(proof.id));
  if (!named.length || found.length !== named.length || new Set(found.map((each) => each.id)).size !== named.length)
    throw new Unreadable("a proof over others that the document does not have, or has twice");
  return found;
}

function checked(name, method, keys, holds) {
  try {
    if (typeof method !== "string") return { name, answer: no("malformed_proof") };
    const key = keys.of(method);
    if (!key) return { name, answer: unknown("unknown_key") };
    return { name, controller: key.controller, answer: holds(key.raw) ? yes() : no("wrong_signature") };
  } catch (error) {
    if (error instanceof Unreadable) return { name, answer: no("malformed_proof") };
    throw error;
  }
}

function decoded(text) {
  const content = Buffer.from(text, "base64url");
  if (content.toString("base64url") !== text) throw new Unreadable("no canonical base 64");
  return content;
}
