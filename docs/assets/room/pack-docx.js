/* The reading pack as a Word file made in the page; looks as publish/pack_word.py makes it. */
(function (word, packs) {
  "use strict";

  const { xml } = word;
  const NS = `${word.NS} ${word.REF}`;
  const SHEET = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1474" w:bottom="1588" w:left="1588" w:header="851" w:footer="850" w:gutter="0"/>';
  const TAB = 8844;
  const font = (name) => `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${name}"/>`;

  const run = (text, form = "") => `<w:r>${form && `<w:rPr>${form}</w:rPr>`}<w:t xml:space="preserve">${xml(text)}</w:t></w:r>`;
  const line = (style, inner, more = "") => `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}${more}</w:pPr>${inner}</w:p>`;
  const field = (code, shown) => '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    + `<w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`
    + `${run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
  const marked = (number, name, inner) => `<w:bookmarkStart w:id="${number}" w:name="${name}"/>${inner}<w:bookmarkEnd w:id="${number}"/>`;

  function style(id, east, size, form, more = "") {
    return word.style(id, id, `<w:pPr>${form}</w:pPr><w:rPr>${font(east)}${more}<w:sz w:val="${size * 2}"/></w:rPr>`, true);
  }

  function styles() {
    const flat = '<w:ind w:left="0" w:firstLineChars="0" w:firstLine="0"/>';
    const spaced = (before, after, height) => `<w:spacing w:before="${before * 20}" w:after="${after * 20}" `
      + `w:line="${height * 20}" w:lineRule="exact"/>`;
    const grey = '<w:color w:val="595959"/>';
    const heads = [["黑体", 16, 22, 8], ["黑体", 14, 12, 4], ["楷体", 14, 8, 2], ["仿宋", 14, 6, 2], ["仿宋", 14, 6, 2]];
    const out = heads.map(([east, size, before, after], i) => word.style(`PackHead${i + 1}`, `Pack Head ${i + 1}`,
      `<w:pPr><w:keepNext/><w:keepLines/>${spaced(before, after, size + 10)}${flat}<w:jc w:val="left"/><w:outlineLvl w:val="${i}"/></w:pPr>`
      + `<w:rPr>${font(east)}${i > 2 ? "<w:b/>" : ""}<w:sz w:val="${size * 2}"/></w:rPr>`, true));
    const left = '<w:jc w:val="left"/>';
    const center = '<w:jc w:val="center"/>';
    out.push(
      style("PackWords", "仿宋", 14, spaced(0, 0, 26)),
      style("PackSalute", "仿宋", 14, spaced(0, 0, 26) + flat),
      style("PackSign", "仿宋", 14, spaced(0, 0, 26) + flat + '<w:jc w:val="right"/>'),
      style("PackAbove", "楷体", 11, "<w:keepNext/>" + spaced(0, 4, 17) + flat + left, grey),
      style("PackCite", "宋体", 9.5, "<w:keepLines/>" + spaced(6, 6, 15) + flat + left, grey),
      style("PackBy", "宋体", 9.5, spaced(0, 0, 15) + '<w:ind w:left="480" w:firstLineChars="0" w:firstLine="0"/>' + left, grey),
      style("PackSource", "宋体", 9.5, "<w:keepLines/>" + spaced(4, 4, 15) + '<w:ind w:left="480" w:hanging="480" w:firstLineChars="0"/>' + left),
      style("PackNote", "楷体", 12, '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="9B1B1F"/></w:pBdr>'
        + '<w:shd w:val="clear" w:color="auto" w:fill="F7F1E6"/>' + spaced(0, 0, 19) + '<w:ind w:left="200" w:right="120" w:firstLineChars="0" w:firstLine="0"/>' + left),
      style("PackContents", "宋体", 12, `<w:keepNext/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="${TAB}"/></w:tabs>`
        + spaced(4, 0, 19) + '<w:ind w:left="480" w:right="480" w:hanging="480" w:firstLineChars="0"/>' + left),
      style("PackCover", "宋体", 14, spaced(0, 0, 24) + flat + center),
      style("PackName", "黑体", 30, spaced(18, 30, 48) + flat + center),
      style("PackFoot", "宋体", 10.5, spaced(0, 0, 15) + flat + center),
      style("PackTop", "宋体", 9, spaced(0, 0, 14) + flat + '<w:jc w:val="right"/>', grey));
    return word.styles(out.join(""));
  }

  /** @param {object} told a pack as pack.js tells it @returns {Blob} */
  function docx(told) {
    const links = [];
    const cited = (text) => {
      const found = /https?:\/\/\S+$/.exec(text);
      if (!found) return run(text);
      links.push({ id: `h${links.length + 1}`, address: found[0] });
      return `${run(text.slice(0, found.index))}<w:hyperlink r:id="h${links.length}">${run(found[0])}</w:hyperlink>`;
    };
    const entry = (label, mark, more) => line("PackContents", `<w:hyperlink w:anchor="${mark}">${run(label)}<w:r><w:tab/></w:r>`
      + `${field(`PAGEREF ${mark} \\h`, "")}</w:hyperlink>`, more);
    const out = [
      line("PackCover", run("学习阅读材料"), '<w:spacing w:before="3000"/>'), line("PackName", run(told.name)),
      line("PackCover", run(packs.made(told))), line("PackCover", run(told.site), '<w:spacing w:before="4600"/>'),
      line("PackCover", run(packs.dated(told.day))),
      `<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/>${SHEET}</w:sectPr></w:pPr></w:p>`,
      line("PackHead1", run("目　录"), '<w:jc w:val="center"/>'),
      ...told.passages.flatMap((q) => [entry(`${q.number}　${q.heading}${q.place ? `（${q.place}）` : ""}`, `passage${q.number}`),
        line("PackBy", run(q.by))]),
      entry("资料来源", "sources", '<w:keepNext w:val="0"/>'),
    ];
    for (const q of told.passages) out.push(...passage(q, cited));
    out.push(line("PackHead1", marked(0, "sources", run("资料来源")), "<w:pageBreakBefore/>"));
    for (const s of told.sources) {
      out.push(line("PackSource", `${run(`[${s.number}]　`)}${cited(s.cite)}${run(`（第 ${s.passages.join("、")} 项）`)}`));
    }
    if (told.missing.length) out.push(line("PackHead2", run("未能收入")));
    for (const m of told.missing) {
      out.push(line("PackCite", run(`${m.id}${m.anchor ? "#" + m.anchor : ""}　${m.title}：${packs.GONE[m.reason]}`)));
    }
    out.push(`<w:sectPr><w:headerReference w:type="default" r:id="head"/><w:footerReference w:type="default" r:id="foot"/>`
      + `${SHEET}<w:pgNumType w:start="1"/></w:sectPr>`);
    return word.file(out.join(""), styles(), [
      { id: "head", name: "header1.xml", kind: "header", xml: `<w:hdr ${NS}>${line("PackTop", run(told.name))}</w:hdr>` },
      { id: "foot", name: "footer1.xml", kind: "footer", xml: `<w:ftr ${NS}>${line("PackFoot", run("— ") + field("PAGE", "1") + run(" —"))}</w:ftr>` },
      ...links]);
  }

  function passage(q, cited) {
    const above = [q.by + (q.place ? `，${q.place}` : ""), ...(q.part === "paragraph" ? q.path.slice(0, -1) : q.path)];
    const top = Math.min(...q.blocks.map(({ level }) => level || 9));
    const shapes = packs.shapes(q);
    const out = [line("PackHead1", marked(q.number, `passage${q.number}`, run(`选文${q.number}　${q.heading}`)),
      q.number === 1 ? "<w:pageBreakBefore/>" : ""),
      line("PackAbove", run(above.join("　›　")))];
    q.blocks.forEach((block, i) => {
      if (block.kind === "table") out.push(word.table(block.text.split("\n").map((row) => row.split("\t"))));
      else if (block.level) out.push(line(`PackHead${Math.min(block.level - top + 2, 5)}`, run(block.text)));
      else out.push(line({ salute: "PackSalute", sign: "PackSign" }[shapes[i]] || "PackWords", run(block.text)));
    });
    const note = q.note.split("\n").filter((told) => told.trim());
    note.forEach((told, i) => out.push(line("PackNote", (i ? "" : run("备注：", "<w:b/>")) + run(told),
      i && i < note.length - 1 ? "" : `<w:spacing ${i ? "" : 'w:before="120" '}${i < note.length - 1 ? "" : 'w:after="120"'}/>`)));
    out.push(line("PackCite", cited(q.cite)));
    return out;
  }

  Object.assign(packs, { docx });
})(window.gonghuiDocx, window.gonghuiPack);
