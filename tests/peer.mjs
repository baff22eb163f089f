// @digitalbazaar/vc with eddsa-rdfc-2022, offline. Reads one request of JSON lines: {act, credential, contexts, secret}.
// Writes one line of JSON for each.

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import { readFileSync } from "node:fs";

const DID_KEY = "did:key:";

function loaderOf(contexts) {
  return async (url) => {
    if (url in contexts) return { contextUrl: null, documentUrl: url, document: contexts[url] };
    if (url.startsWith(DID_KEY)) return { contextUrl: null, documentUrl: url, document: didKey(url) };
    throw new Error(`not bundled: ${url}`);
  };
}

function didKey(url) {
  const [controller] = url.split("#");
  const publicKeyMultibase = controller.slice(DID_KEY.length);
  const id = `${controller}#${publicKeyMultibase}`;
  const method = { "@context": "https://w3id.org/security/multikey/v1", id, type: "Multikey", controller, publicKeyMultibase };
  if (url.includes("#")) return method;
  return {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id: controller, verificationMethod: [method], assertionMethod: [id],
  };
}

async function answer({ act, credential, contexts, key, now }) {
  const documentLoader = loaderOf(contexts);
  if (act === "verify") {
    const suite = new DataIntegrityProof({ cryptosuite });
    const result = await vc.verifyCredential({ credential, suite, documentLoader, now: new Date(now), checkStatus: async () => ({ verified: true }) });
    return { verified: result.verified, error: result.error && JSON.stringify(result.error, Object.getOwnPropertyNames(result.error)).slice(0, 2000) };
  }
  const signer = (await Ed25519Multikey.from(key)).signer();
  const suite = new DataIntegrityProof({ signer, cryptosuite, date: now });
  return vc.issue({ credential, suite, documentLoader, now: new Date(now) });
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) console.log(JSON.stringify(await answer(JSON.parse(line))));
