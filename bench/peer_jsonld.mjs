// jsonld.js canonises documents and their proofs, and Node signs: the work of an eddsa-rdfc-2022 proof.
// Reads {documents, options, contexts, seed}; writes {seconds, from_quads, hashes}. ``from_quads``: the same with quads
// made beforehand, so that nothing of JSON-LD is in it. A first go of each warms it up.

import { createHash, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { canonize } from "rdf-canonize";

const { documents, options, contexts, seed } = JSON.parse(readFileSync(0, "utf8"));
const DER = Buffer.from("302e020100300506032b657004220420", "hex");
const key = createPrivateKey({ key: Buffer.concat([DER, Buffer.from(seed, "hex")]), format: "der", type: "pkcs8" });
const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: contexts[url] });
const settings = { algorithm: "RDFC-1.0", format: "application/n-quads", documentLoader, safe: true };
const hash = async (document) => createHash("sha256").update(await jsonld.canonize(document, settings)).digest();

async function proved(document) {
  const content = Buffer.concat([await hash({ "@context": document["@context"], ...options }), await hash(document)]);
  sign(null, content, key);
  return content.toString("hex");
}

for (const document of documents) await proved(document);
const proofOptions = { "@context": documents[0]["@context"], ...options };
const ready = await Promise.all(documents.map((each) => jsonld.toRDF(each, { documentLoader, safe: true })));
const proof = await jsonld.toRDF(proofOptions, { documentLoader, safe: true });
const quadsHash = async (quads) =>
  createHash("sha256").update(await canonize(quads, { algorithm: "RDFC-1.0", format: "application/n-quads" })).digest();
const proveQuads = async (quads) => sign(null, Buffer.concat([await quadsHash(proof), await quadsHash(quads)]), key);
for (const quads of ready) await proveQuads(quads);
const began = process.hrtime.bigint();
for (const quads of ready) await proveQuads(quads);
const fromQuads = Number(process.hrtime.bigint() - began) / 1e9;
const started = process.hrtime.bigint();
const hashes = [];
for (const document of documents) hashes.push(await proved(document));
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - started) / 1e9, from_quads: fromQuads, hashes }));
