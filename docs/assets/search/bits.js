/** Reading what search/shards_bits.py writes: whole numbers as bits, seven to a character. */
(function (search) {
  "use strict";

  class Bits {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.held = 0;
      this.have = 0;
    }

    /** @returns {boolean} whether characters are left */
    get more() {
      return this.at < this.text.length;
    }

    /** @param {number} count bits, at most 40 @returns {number} */
    read(count) {
      if (count > 20) {
        const high = this.read(count - 20);
        return high * 0x100000 + this.read(20);
      }
      while (this.have < count) this.fill();
      this.have -= count;
      return (this.held >>> this.have) & ((1 << count) - 1);
    }

    fill() {
      this.held = ((this.held & 0xffffff) << 7) | (this.text.charCodeAt(this.at) & 127);
      this.at += 1;
      this.have += 7;
    }

    /** An exponential Golomb code of order k. @param {number} k @returns {number} */
    golomb(k) {
      let zeros = 0;
      for (;;) {
        if (!this.have) {
          if (!this.more) throw new Error("shard ends within a code");
          this.fill();
        }
        const rest = this.held & ((1 << this.have) - 1);
        const lead = rest ? Math.clz32(rest) - 32 + this.have : this.have;
        zeros += lead;
        this.have -= lead;
        if (rest) break;
      }
      return this.read(zeros + 1 + k) - 2 ** k;
    }
  }

  /** The order of codes for `count` places among `total`. */
  function order(total, count) {
    return 31 - Math.clz32(Math.max(1, Math.floor((2 * total) / (3 * Math.max(1, count)))));
  }

  /**
   * Goes through keys as search/shards_grams.py writes them.
   * @param {Bits} bits
   * @param {number} width bits of a code
   */
  class Keys {
    constructor(bits, width) {
      this.bits = bits;
      this.width = width;
      /** @type {number[]} */
      this.key = [];
    }

    /** Reads the next key (in `this.key`). */
    next() {
      const { bits, key } = this;
      const code = bits.golomb(0);
      const away = code < 2 ? 1 - code : code;
      const fresh = bits.golomb(0) + 1;
      const keep = key.length - away;
      const first = (away ? key[keep] : 0) + 1 + bits.golomb(3);
      key.length = keep;
      key.push(first);
      for (let i = 1; i < fresh; i += 1) key.push(bits.read(this.width));
      this.count = bits.golomb(0) + 1;
    }
  }

  /** Compares grams as sequences; a part comes before the whole. */
  function compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i += 1) if (a[i] !== b[i]) return a[i] - b[i];
    return a.length - b.length;
  }

  /** @param {number[]} key @param {number[]} gram */
  function startsWith(key, gram) {
    if (key.length < gram.length) return false;
    for (let i = 0; i < gram.length; i += 1) if (key[i] !== gram[i]) return false;
    return true;
  }

  Object.assign(search, { Bits, Keys, order, compare, startsWith });
})((window.gonghuiSearch = window.gonghuiSearch || {}));
