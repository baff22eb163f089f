#!/usr/bin/env node
// A credential checked without network and without any library. See README.md beside this file.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { NO, together, UNKNOWN } from "./answers.mjs";
import { dates, form, issuer, proofsOf, readCredential, signature } from "./credential.mjs";
import { readDocument, Unreadable } from "./json.mjs";
import { Keys } from "./keys.mjs";
import { growth, inclusion } from "./log.mjs";
import { status } from "./status.mjs";
import { CODES, QUESTIONS, VERDICTS } from "./words.mjs";

const USAGE = `node verify.mjs CREDENTIAL [--keys DID.json]… [--status LIST.json]… [--inclusion PROOF.json]
  [--older CHECKPOINT --consistency PROOF.json] [--at 2026-05-01T08:00:00Z] [--lang zh|en] [--json]`;
const OPTIONS = {
  keys: { type: "string", multiple: true, default: [] },
  status: { type: "string", multiple: true, default: [] },
  inclusion: { type: "string" },
  older: { type: "string" },
  consistency: { type: "string" },
  at: { type: "string" },
  lang: { type: "string", default: "zh" },
  json: { type: "boolean", default: false },
};

const document = (path) => readDocument(readFileSync(path));

function judged(path, given) {
  const keys = new Keys(given.keys.map(document));
  const credential = readCredential(readFileSync(path));
  const at = given.at ? Date.parse(given.at) : Date.now();
  if (Number.isNaN(at)) throw new Unreadable("--at");
  const proof = given.inclusion && document(given.inclusion);
  const proofs = proofsOf(credential, keys);
  const answers = {
    form: form(credential.document),
    signature: signature(proofs),
    issuer: issuer(credential, proofs),
    dates: dates(credential.document, at),
    status: status(credential.document, given.status.map(document), keys, at),
    log: inclusion(credential.document, proof, keys),
  };
  if (given.older || given.consistency)
    answers.growth = growth(proof, given.older && readFileSync(given.older, "utf8"), given.consistency && document(given.consistency), keys);
  return { verdict: together(Object.values(answers)), answers, proofs: proofs.map(({ name, answer }) => ({ name, ...answer })) };
}

function told({ verdict, answers, proofs }, lang) {
  const word = (pair) => pair[lang === "en" ? 1 : 0];
  const line = (name, answer, indent) => `${indent}${word(VERDICTS[answer.verdict])}\t${name}\t${word(CODES[answer.code])}`;
  return [
    word(VERDICTS[verdict]),
    ...Object.entries(answers).flatMap(([question, answer]) => [
      line(word(QUESTIONS[question]), answer, "  "),
      ...(question === "signature" ? proofs.map((proof) => line(proof.name.slice(0, 40), proof, "    ")) : []),
    ]),
  ].join("\n");
}

function main() {
  let given;
  try {
    given = parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    given = undefined;
  }
  if (given?.positionals.length !== 1) {
    console.error(USAGE);
    return 64;
  }
  const found = judged(given.positionals[0], given.values);
  console.log(given.values.json ? JSON.stringify(found, null, 2) : told(found, given.values.lang));
  return found.verdict === NO ? 1 : found.verdict === UNKNOWN ? 2 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(String(error.message ?? error));
  process.exitCode = 65;
}
