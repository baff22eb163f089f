// JSON read strictly (no name twice, no number that programs read differently, at most 64 levels) and written
// in the one form of RFC 8785.

const MOST_BYTES = 1 << 20;
const MOST_LEVELS = 64;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = { true: true, false: false, null: null };

export class Unreadable extends Error {}

/** The object in a UTF-8 buffer; objects have no prototype. Throws Unreadable. */
export function readDocument(buffer) {
  if (buffer.length > MOST_BYTES) throw new Unreadable("more than 1 MiB");
  const reader = new Reader(new TextDecoder("utf-8", { fatal: true }).decode(buffer));
  const document = reader.value(0);
  reader.skip();
  if (!reader.isAtEnd() || !isObject(document)) throw new Unreadable("no single JSON object");
  return document;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listed(value) {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** RFC 8785: names in the order of their UTF-16 units, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(",")}}`;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.place = 0;
  }

  skip() {
    this.match(SPACE);
  }

  isAtEnd() {
    return this.place === this.text.length;
  }

  match(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place = pattern.lastIndex;
    return found?.[0];
  }

  take(sign) {
    this.skip();
    if (this.text[this.place] !== sign) return false;
    this.place += 1;
    return true;
  }

  expect(sign) {
    if (!this.take(sign)) throw new Unreadable(`${sign} expected at ${this.place}`);
  }

  value(level) {
    if (level > MOST_LEVELS) throw new Unreadable("more than 64 levels deep");
    if (this.take("{")) return this.members(level);
    if (this.take("[")) return this.items(level);
    if (this.text[this.place] === '"') return this.string();
    const word = Object.keys(WORDS).find((each) => this.text.startsWith(each, this.place));
    if (word) {
      this.place += word.length;
      return WORDS[word];
    }
    return this.number();
  }

  members(level) {
    const found = Object.create(null);
    if (this.take("}")) return found;
    do {
      this.skip();
      const name = this.string();
      if (name in found) throw new Unreadable(`a name stands twice: ${name}`);
      this.expect(":");
      found[name] = this.value(level + 1);
    } while (this.take(","));
    this.expect("}");
    return found;
  }

  items(level) {
    const found = [];
    if (this.take("]")) return found;
    do found.push(this.value(level + 1));
    while (this.take(","));
    this.expect("]");
    return found;
  }

  string() {
    const text = JSON.parse(this.match(STRING) ?? this.fail());
    if (/\p{Surrogate}/u.test(text)) throw new Unreadable("half a surrogate pair");
    return text;
  }

  number() {
    const value = Number(this.match(NUMBER) ?? this.fail());
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new Unreadable("a number too large");
    return value;
  }

  fail() {
    throw new Unreadable(`no JSON at ${this.place}`);
  }
}
