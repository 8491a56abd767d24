/* Baskets as files and as links. */
(function (gonghui) {
  "use strict";

  const ID = /^[0-9a-z]{1,32}$/;
  const ANCHOR = /^p-[0-9a-z-]{1,40}$/;
  const KEYS = ["anchor", "title", "words", "note"];
  const LONGEST = 20000;
  const MOST_BYTES = 4000000;

  class Unread extends Error {}

  /** A basket as it may be kept, out of a value from outside; what cannot be read is an error, never half a basket. */
  function checked(value) {
    if (!value || value.format !== "gonghui-basket" || !Array.isArray(value.items)) throw new Unread("这不是备课篮文件");
    if (!(value.version <= 1)) throw new Unread("由更新版本的网站保存，无法读取");
    if (value.items.length > gonghui.basket.most) throw new Unread(`超过 ${gonghui.basket.most} 项`);
    const items = value.items.map((one, i) => {
      if (!one || typeof one.id !== "string" || !ID.test(one.id)) throw new Unread(`第 ${i + 1} 项没有文稿编号`);
      const item = { id: one.id };
      for (const key of KEYS) {
        const told = one[key];
        if (told === undefined || told === null || told === "") continue;
        if (typeof told !== "string" || told.length > LONGEST || (key === "anchor" && !ANCHOR.test(told))) {
          throw new Unread(`第 ${i + 1} 项无法读取`);
        }
        item[key] = told;
      }
      return item;
    });
    return { name: typeof value.name === "string" ? value.name.slice(0, 200) : "", items };
  }

  function fromText(text) {
    let value;
    try {
      value = JSON.parse(text.replace(/^\ufeff/, ""));
    } catch (problem) {
      throw new Unread("这不是备课篮文件");
    }
    return checked(value);
  }

  function toText({ name, items }) {
    return JSON.stringify({ format: "gonghui-basket", version: 1, name, items }, null, 1) + "\n";
  }

  function base64(bytes) {
    let text = "";
    bytes.forEach((byte) => { text += String.fromCharCode(byte); });
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  /** Bytes through a stream; what swells beyond all measure is refused. */
  async function through(stream, data) {
    const reader = new Blob([data]).stream().pipeThrough(stream).getReader();
    const chunks = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      if (size > MOST_BYTES) {
        reader.cancel();
        throw new Unread("链接过长");
      }
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  /** What stands behind `#b=`: see room/basket.py. */
  async function toHash({ name, items }) {
    const rows = items.map(({ id, anchor, note, title }) => {
      const row = [id, anchor || "", note || "", title || ""];
      while (row.length > 1 && !row[row.length - 1]) row.pop();
      return row;
    });
    const data = new TextEncoder().encode(JSON.stringify([name, rows]));
    if (!window.CompressionStream) return "#b=0" + base64(data);
    return "#b=1" + base64(await through(new CompressionStream("deflate-raw"), data));
  }

  /** The basket of a link; `null` where the address carries none. */
  async function fromHash(hash) {
    const found = /[#&]b=([01])([\w-]+)/.exec(hash);
    if (!found) return null;
    try {
      let data = bytes(found[2]);
      if (found[1] === "1") data = await through(new DecompressionStream("deflate-raw"), data);
      const [name, rows] = JSON.parse(new TextDecoder().decode(data));
      return checked({ format: "gonghui-basket", version: 1, name,
        items: rows.map(([id, anchor, note, title]) => ({ id, anchor, note, title })) });
    } catch (problem) {
      throw problem instanceof Unread ? problem : new Unread("链接不完整或被改动");
    }
  }

  /** Gives the reader a file. */
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  Object.assign(gonghui.basket, { fromText, toText, toHash, fromHash, save, Unread });
})(window.gonghui);
