// Ed25519 keys: of a did:key, which names its key itself, and of DID documents that were fetched beforehand.

import { createPublicKey, verify } from "node:crypto";
import { isObject, listed, Unreadable } from "./json.mjs";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DER = Buffer.from("302a300506032b6570032100", "hex"); // what stands before the 32 bytes in X.509
const MULTIKEY = Buffer.from([0xed, 0x01]);

/** The bytes of a multibase text in base 58 (`z…`). Throws Unreadable. */
export function fromBase58(text) {
  if (typeof text !== "string" || text[0] !== "z" || text.length > 100) throw new Unreadable("no base 58");
  const letters = text.slice(1);
  let number = 0n;
  for (const letter of letters) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) throw new Unreadable("no base 58");
    number = number * 58n + BigInt(digit);
  }
  const zeros = letters.length - letters.replace(/^1+/, "").length;
  const digits = number === 0n ? "" : number.toString(16);
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(digits.length % 2 ? `0${digits}` : digits, "hex")]);
}

/** The 32 bytes of a multikey (`z6Mk…`). Throws Unreadable for any other kind of key. */
export function rawKey(multikey) {
  const content = fromBase58(multikey);
  if (content.length !== 34 || !content.subarray(0, 2).equals(MULTIKEY)) throw new Unreadable("no Ed25519 key");
  return content.subarray(2);
}

export function isSigned(raw, message, signature) {
  if (signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([DER, raw]), format: "der", type: "spki" });
  return verify(null, message, key, signature);
}

/** Keys by the IRI of their verification method, from DID documents; those no longer trusted are left out. */
export class Keys {
  constructor(documents) {
    this.found = new Map();
    for (const document of documents) this.add(document);
  }

  add(document) {
    const trusted = new Set(listed(document.assertionMethod).map((each) => (isObject(each) ? each.id : each)));
    for (const method of listed(document.verificationMethod)) {
      if (!trusted.has(method.id) || method.controller !== document.id || method.revoked) continue;
      this.found.set(method.id, { controller: document.id, raw: rawKey(method.publicKeyMultibase) });
    }
  }

  /** The key and its controller; undefined where it is not known. */
  of(method) {
    if (!method.startsWith("did:key:")) return this.found.get(method);
    const [controller, fragment] = method.split("#");
    const multikey = controller.slice("did:key:".length);
    if (fragment !== multikey) throw new Unreadable("a did:key whose fragment is not its key");
    return { controller, raw: rawKey(multikey) };
  }

  /** Every key of one controller. */
  ofController(did) {
    return [...this.found.values()].filter((key) => key.controller === did).map((key) => key.raw);
  }
}
