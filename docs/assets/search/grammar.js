/**
 * The query language: recursive descent with the place of everything (docs/search-language.md).
 * The same as search/grammar.py; all places count code points of the query.
 */
(function (search) {
  "use strict";

  const MAX_LENGTH = 1000;
  const MAX_WORDS = 64;
  const MAX_DEPTH = 20;
  const CLOSERS = { '"': '"', "“": "”\"", "”": "”" };
  const RANGE = /^(?:(\d{4})?年?)(?:(\.{2,3}|…|-|—|–|~|至|到)(?:(\d{4})?年?))?$/;
  /** The number of a heading in brackets is text. */
  const NUMBER = /^(?:[〇零一二三四五六七八九十百]{1,5}|[0-9]{1,2})$/;
  const WORD = /[\p{L}\p{N}_]/u;

  /** What is wrong with a query, at which code point, and a query that would be read. */
  class QueryError extends Error {
    constructor(query, at, code, what, whatZh, proposal) {
      super(whatZh);
      Object.assign(this, { query, at, code, what, whatZh, proposal });
    }
  }

  /** @param {string} template @param {Object<string, string>} facts */
  const fill = (template, facts) => template.replace(/\{(\w+)\}/g, (whole, name) => facts[name] || "");

  /** @param {string} query */
  function readable(query) {
    try {
      return new Parser(query, false).parse().op !== "all";
    } catch (error) {
      if (error instanceof QueryError) return false;
      throw error;
    }
  }

  /** The parts as one node, nested ones of the same kind opened. */
  function join(op, parts) {
    const flat = [];
    for (const part of parts) flat.push(...(part.op === op ? part.parts : [part]));
    return flat.length < 2 ? flat[0] || null : { op, parts: flat };
  }

  const isNearOperand = (node) =>
    node.op === "text" || (node.op === "or" && node.parts.every((part) => part.op === "text"));

  /** White space at both ends removed and inside made single, as Python's split and join do. */
  function squeeze(text) {
    let out = "";
    for (const character of text) out += search.isSpace(character) ? " " : character;
    return out.split(" ").filter(Boolean).join(" ");
  }

  class Parser {
    /** @param {string} query @param {boolean} [proposing] whether an error proposes a query; a proposal does not */
    constructor(query, proposing) {
      this.proposing = proposing !== false;
      this.query = Array.from(query);
      this.plain = this.query.map(search.narrow);
      this.at = 0;
      this.depth = 0;
      this.depthMinus = 0;
      this.words = 0;
      this.field = null;
      this.split = null; // of the first bracket that a word opens and leaves open
      if (this.query.length > MAX_LENGTH) throw this.error("too-long", MAX_LENGTH, this.cut(0, MAX_LENGTH));
    }

    cut(start, end) {
      return this.query.slice(start, end).join("");
    }

    parse() {
      const node = this.or();
      if (!node && squeeze(this.query.join(""))) throw this.error("nothing", 0);
      return node || { op: "all" };
    }

    error(code, at, proposal, facts) {
      let [en, zh] = search.language.messages[code];
      let found = null;
      if (proposal !== undefined && this.proposing && readable(squeeze(proposal))) {
        found = squeeze(proposal);
        en += "; try: {proposal}";
        zh += "；可以试试：{proposal}";
      }
      const all = Object.assign({}, facts, { proposal: found || "" });
      return new QueryError(this.query.join(""), at, code, fill(en, all), fill(zh, all), found);
    }

    unclosed(start) {
      return this.error("unclosed-paren", start, this.query.join("") + (this.query[start] === "（" ? "）" : ")"));
    }

    stray(at) {
      if (this.split !== null) return this.error("split-paren", this.split, this.without(this.split, this.split, " "));
      return this.error("stray-paren", at, this.without(at, at + 1));
    }

    without(start, end, fresh) {
      return this.cut(0, start) + (fresh || "") + this.cut(end);
    }

    isSpace(at) {
      return search.isSpace(this.plain[at]);
    }

    skip() {
      while (this.at < this.plain.length && this.isSpace(this.at)) this.at += 1;
    }

    ends(at) {
      return at >= this.plain.length || this.isSpace(at);
    }

    /** The operator word here, not yet taken. */
    operator() {
      if (!["O", "A", "N"].includes(this.plain[this.at])) return null;
      const word = this.plain.slice(this.at, this.wordEnd(this.at)).join("");
      return ["OR", "AND", "NEAR"].includes(word) || word.startsWith("NEAR/") ? word : null;
    }

    or() {
      const first = this.and();
      const parts = first ? [first] : [];
      while (this.operator() === "OR") {
        const start = this.at;
        this.at += 2;
        const part = parts.length ? this.and() : null;
        if (!part) throw this.missing(start, "OR");
        parts.push(part);
      }
      return join("or", parts);
    }

    and() {
      const parts = [];
      for (;;) {
        this.skip();
        const operator = this.operator();
        if (operator === "AND") {
          const start = this.at;
          this.at += 3;
          this.skip();
          const part = parts.length && !this.operator() ? this.near() : null;
          if (!part) throw this.missing(start, "AND");
          parts.push(part);
        } else if (operator === "OR" || this.at >= this.plain.length || (this.plain[this.at] === ")" && this.depth)) {
          return join("and", parts);
        } else {
          const part = this.near();
          if (part) parts.push(part);
        }
      }
    }

    missing(at, word) {
      return this.error("missing-operand", at, this.without(at, at + Array.from(word).length), { word });
    }

    near() {
      const parts = [];
      const distances = [];
      const places = [];
      const first = this.operator() ? null : this.unary();
      if (first) parts.push(first);
      for (;;) {
        this.skip();
        const word = this.operator();
        if (!word || !word.startsWith("NEAR")) break;
        const start = this.at;
        const length = Array.from(word).length;
        if (!parts.length) throw this.missing(start, word);
        const digits = word.length > 4 ? word.slice(5) : null;
        if (digits !== null && !/^[0-9]{1,4}$/.test(digits)) {
          throw this.error("bad-near", start, this.without(start, start + length, "NEAR/10"));
        }
        this.at += length;
        this.skip();
        const part = this.operator() ? null : this.unary();
        if (!part) throw this.missing(start, word);
        parts.push(part);
        distances.push(digits === null ? 10 : Number(digits));
        places.push(start);
      }
      if (parts.length < 2) return first;
      parts.forEach((part, i) => {
        if (!isNearOperand(part)) throw this.error("near-operand", places[Math.max(i - 1, 0)]);
      });
      return { op: "near", distances, parts };
    }

    /** An atom, or null if nothing is left of it. */
    unary() {
      this.skip();
      if (this.plain[this.at] === "-" && !this.field) {
        const start = this.at;
        this.at += 1;
        if (this.ends(this.at) || this.plain[this.at] === ")") {
          throw this.error("lone-minus", start, this.without(start, start + 1));
        }
        this.depthMinus += 1;
        if (this.depth + this.depthMinus > MAX_DEPTH) throw this.error("too-deep", start);
        const part = this.unary();
        this.depthMinus -= 1;
        return part ? { op: "not", part } : null;
      }
      return this.atom();
    }

    atom() {
      const start = this.at;
      if (start >= this.plain.length) return null;
      if (this.plain[start] === ")") {
        if (this.depth) return null;
        throw this.stray(start);
      }
      if (this.plain[start] === "(") {
        const close = this.closing(start);
        if (close === null) throw this.unclosed(start);
        if (this.isGroup(start, close)) return this.group(start);
      }
      let end = start;
      while (end < this.plain.length && WORD.test(this.plain[end])) end += 1;
      if (end > start && this.plain[end] === ":") {
        const field = search.language.fields[this.plain.slice(start, end).join("").toLowerCase()];
        if (field) return this.fieldOf(field, start, end + 1);
      }
      return this.piece(start);
    }

    /** Whether a pair of brackets holds a group: white space inside, or nothing that adjoins it after. */
    isGroup(start, close) {
      const plain = !["year", "region", "kind"].includes(this.field);
      if (plain && NUMBER.test(this.plain.slice(start + 1, close).join(""))) return false;
      for (let i = start + 1; i < close; i += 1) if (this.isSpace(i)) return true;
      return this.ends(close + 1) || this.plain[close + 1] === ")";
    }

    /** The place of the bracket that closes the one at `start`; brackets within phrases do not count. */
    closing(start) {
      let level = 0;
      for (let at = start; at < this.plain.length; at += 1) {
        const character = this.plain[at];
        if (CLOSERS[character] && (at === 0 || this.isSpace(at - 1) || "(:-".includes(this.plain[at - 1]))) {
          const end = this.quoteEnd(at);
          if (end !== null) at = end;
        } else if (character === "(") {
          level += 1;
        } else if (character === ")") {
          level -= 1;
          if (level === 0) return at;
        }
      }
      return null;
    }

    quoteEnd(at) {
      for (let i = at + 1; i < this.plain.length; i += 1) if (CLOSERS[this.plain[at]].includes(this.plain[i])) return i;
      return null;
    }

    group(start) {
      if (this.depth >= MAX_DEPTH) throw this.error("too-deep", start);
      this.depth += 1;
      const minus = this.depthMinus;
      this.depthMinus = 0;
      this.at = start + 1;
      this.skip();
      if (this.plain[this.at] === ")") throw this.error("empty-group", start, this.without(start, this.at + 1));
      const node = this.or();
      this.depthMinus = minus;
      this.depth -= 1;
      if (this.plain[this.at] !== ")") throw this.unclosed(start);
      this.at += 1;
      return node;
    }

    fieldOf(field, start, end) {
      if (this.field) throw this.error("nested-field", start, this.without(start, end));
      const name = this.cut(start, end - 1);
      this.at = end;
      this.skip();
      if (this.at >= this.plain.length || this.plain[this.at] === ")" || this.operator()) {
        throw this.error("empty-field", start, this.without(start, end), { name });
      }
      this.field = field;
      const node = this.atomOfField(start);
      this.field = null;
      if (!node) throw this.error("empty-field", start, this.without(start, this.at), { name });
      return node;
    }

    atomOfField(start) {
      if (this.plain[this.at] === "(") {
        const close = this.closing(this.at);
        if (close === null) throw this.unclosed(this.at);
        if (this.isGroup(this.at, close)) return this.group(this.at);
      }
      return this.piece(start);
    }

    /** A phrase or a word; `start` is the place of its field name if it has one. */
    piece(start) {
      const begin = this.at;
      let quoted = false;
      let phrase = "";
      let tail = begin;
      if (CLOSERS[this.plain[begin]]) {
        const end = this.quoteEnd(begin);
        if (end === null && this.plain[begin] !== "”") {
          throw this.error("unclosed-quote", begin, this.query.join("") + (this.query[begin] === "“" ? "”" : '"'));
        }
        if (end !== null) {
          quoted = true;
          phrase = this.cut(begin + 1, end);
          if (!search.fold(phrase)) throw this.error("empty-phrase", begin, this.without(begin, end + 1));
          tail = end + 1;
        }
      }
      this.at = this.wordEnd(tail);
      const typed = this.plain.slice(tail, this.at).join("");
      const prefix = typed.endsWith("*") && !typed.endsWith("**");
      const text = phrase + this.cut(tail, this.at - (prefix ? 1 : 0));
      if (["year", "region", "kind"].includes(this.field)) {
        return this.value(text + (prefix ? "*" : ""), [start, this.at], begin);
      }
      const folded = search.fold(text);
      if (prefix && !folded) throw this.error("lone-star", begin);
      if (!folded) return null;
      this.words += 1;
      if (this.words > MAX_WORDS) throw this.error("too-many", begin, this.cut(0, begin));
      return { op: "text", text, folded, exact: quoted, prefix, field: this.field, at: [start, this.at] };
    }

    /** Where the word that `at` is in ends: white space, or a bracket that it did not open. */
    wordEnd(at) {
      const opened = [];
      for (; !this.ends(at); at += 1) {
        if (this.plain[at] === "(") {
          opened.push(at);
        } else if (this.plain[at] === ")") {
          if (opened.length) opened.pop();
          else if (this.depth) break;
          else if (this.ends(at + 1)) throw this.stray(at);
        }
      }
      if (opened.length && this.split === null) this.split = opened[opened.length - 1];
      return at;
    }

    value(text, at, begin) {
      if (this.field === "year") return this.year(Array.from(text).map(search.narrow).join(""), at, begin);
      const folded = search.fold(text);
      if (this.field === "kind") {
        const kind = search.language.kinds[folded];
        if (!kind) throw this.error("bad-kind", begin, this.without(begin, this.at, "报告"), { text });
        return { op: "kind", value: kind, at };
      }
      if (!folded) throw this.error("empty-field", at[0], undefined, { name: "地区" });
      return { op: "region", value: code(folded), at };
    }

    year(text, at, begin) {
      if (["无", "none"].includes(search.fold(text))) return { op: "year", from: null, to: null, at };
      const plain = squeeze(text);
      const match = RANGE.exec(plain.replace(/ /g, ""));
      if (match && (match[1] || match[3])) {
        const from = match[1] ? Number(match[1]) : null;
        const to = match[3] ? Number(match[3]) : match[2] ? null : from;
        if (from === null || to === null || from <= to) return { op: "year", from, to, at };
      }
      const digits = (text.match(/[0-9]+/g) || []).filter((run) => run.length === 4).slice(0, 2).sort();
      const proposal = digits.join("..") || "2011..2015";
      throw this.error("bad-year", begin, this.without(begin, this.at, proposal), { text: trim(text) });
    }
  }

  /** @param {string} text */
  function trim(text) {
    const all = Array.from(text);
    while (all.length && search.isSpace(all[0])) all.shift();
    while (all.length && search.isSpace(all[all.length - 1])) all.pop();
    return all.join("");
  }

  /** A code of a place loses the pairs of zeros that stand for all of it. */
  function code(folded) {
    if (!/^[0-9]{2,6}$/.test(folded)) return folded;
    while (folded.length > 2 && folded.endsWith("00")) folded = folded.slice(0, -2);
    return folded;
  }

  /** @param {string} query @returns the tree as docs/search-language.md has it; throws QueryError */
  function parse(query) {
    return new Parser(query).parse();
  }

  Object.assign(search, { QueryError, parse });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
