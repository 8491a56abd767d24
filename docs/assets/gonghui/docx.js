/* Word files made in the browser: Office Open XML packages, stored without compression. On a reading page the document
   in it; window.gonghuiDocx lets other pages make theirs (assets/room/pack-docx.js). */
"use strict";
(function () {
  var NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  var REF = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  var HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

  function xml(text) {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  }

  function paragraph(text, style) {
    return "<w:p>" + (style ? '<w:pPr><w:pStyle w:val="' + style + '"/></w:pPr>' : "") +
      '<w:r><w:t xml:space="preserve">' + xml(text) + "</w:t></w:r></w:p>";
  }

  /* A table of rows of texts. */
  function table(texts) {
    var rows = texts.map(function (row) {
      return "<w:tr>" + row.map(function (text) {
        return "<w:tc><w:tcPr/>" + paragraph(text, "Plain") + "</w:tc>";
      }).join("") + "</w:tr>";
    });
    var border = ["top", "left", "bottom", "right", "insideH", "insideV"].map(function (side) {
      return "<w:" + side + ' w:val="single" w:sz="4" w:color="888888"/>';
    }).join("");
    var columns = Math.max.apply(null, texts.map(function (row) { return row.length; }));
    return "<w:tbl><w:tblPr><w:tblBorders>" + border + "</w:tblBorders></w:tblPr><w:tblGrid>" +
      "<w:gridCol/>".repeat(columns) + "</w:tblGrid>" + rows.join("") + "</w:tbl>" + paragraph("", "Plain");
  }

  function cells(element) {
    return Array.from(element.rows).map(function (row) {
      return Array.from(row.cells).map(function (cell) { return cell.textContent; });
    });
  }

  function words(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll(".g-mark, .g-pop, .g-margin").forEach(function (e) { e.remove(); });
    return copy.textContent;
  }

  function body() {
    var out = [paragraph(words(document.querySelector(".g-head h1")), "Title")];
    var sub = document.querySelector(".g-head .g-sub");
    if (sub) out.push(paragraph(words(sub), "Subtitle"));
    Array.from(document.querySelector(".g-text").children).forEach(function (e) {
      var level = /^H([2-6])$/.exec(e.tagName);
      if (e.querySelector("table")) out.push(table(cells(e.querySelector("table"))));
      else if (level) out.push(paragraph(words(e), "Heading" + (level[1] - 1)));
      else out.push(paragraph(words(e), e.classList.contains("g-sign") ? "Sign" : e.classList.contains("g-salute") ? "Plain" : ""));
    });
    var source = document.querySelector(".g-print");
    if (source) out.push(paragraph(words(source), "Source"));
    return out.join("") +
      '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>';
  }

  function style(id, name, rest, based) {
    return '<w:style w:type="paragraph" w:styleId="' + id + '"><w:name w:val="' + name + '"/>' +
      (based ? '<w:basedOn w:val="Normal"/>' : "") + rest + "</w:style>";
  }

  /* The styles that every file of ours has; more are added by others. */
  function styles(more) {
    var song = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/>';
    var hei = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimHei"/>';
    var flat = '<w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr>';
    var out = [
      '<w:docDefaults><w:rPrDefault><w:rPr>' + song + '<w:sz w:val="28"/><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>',
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="520" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="560"/><w:jc w:val="both"/></w:pPr></w:style>',
      style("Title", "Title", '<w:pPr><w:spacing w:before="240" w:after="240" w:line="640" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:rPr>' + hei + '<w:sz w:val="40"/></w:rPr>', true),
      style("Subtitle", "Subtitle", '<w:pPr><w:spacing w:after="240"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>', true),
      style("Plain", "Plain", flat, true),
      style("Sign", "Sign", '<w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/></w:pPr>', true),
      style("Source", "Source", '<w:pPr><w:spacing w:before="480" w:line="320" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/></w:pPr><w:rPr><w:color w:val="666666"/><w:sz w:val="18"/></w:rPr>', true)
    ];
    for (var n = 1; n < 6; n++) {
      out.push(style("Heading" + n, "heading " + n, '<w:pPr><w:keepNext/><w:outlineLvl w:val="' + (n - 1) + '"/></w:pPr><w:rPr>' +
        (n < 3 ? hei : "") + "<w:b/></w:rPr>", true));
    }
    return HEAD + "<w:styles " + NS + ">" + out.join("") + (more || "") + "</w:styles>";
  }

  function relation(id, type, target) {
    return '<Relationship Id="' + id + '" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/' + type + '" Target="' + target + '"/>';
  }

  /* The parts of a file: body is the inside of w:body. More parts stand beside document.xml, each with name, kind (of
     its relation and its content type) and xml, or with an address outside. */
  function parts(body, styleSheet, more) {
    var relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
    var main = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    var files = {}, types = "", links = relation("r1", "styles", "styles.xml");
    (more || []).forEach(function (part) {
      if (part.address) {
        links += relation(part.id, "hyperlink", xml(part.address)).replace("/>", ' TargetMode="External"/>');
        return;
      }
      types += '<Override PartName="/word/' + part.name + '" ContentType="' + main + part.kind + '+xml"/>';
      links += relation(part.id, part.kind, part.name);
      files["word/" + part.name] = HEAD + part.xml;
    });
    return Object.assign({
      "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Override PartName="/word/document.xml" ContentType="' + main + 'document.main+xml"/>' +
        '<Override PartName="/word/styles.xml" ContentType="' + main + 'styles+xml"/>' + types + "</Types>",
      "_rels/.rels": HEAD + "<Relationships " + relations + ">" + relation("r1", "officeDocument", "word/document.xml") + "</Relationships>",
      "word/_rels/document.xml.rels": HEAD + "<Relationships " + relations + ">" + links + "</Relationships>",
      "word/document.xml": HEAD + "<w:document " + NS + " " + REF + "><w:body>" + body + "</w:body></w:document>",
      "word/styles.xml": styleSheet
    }, files);
  }

  function crc(bytes) {
    var sum = ~0;
    for (var i = 0; i < bytes.length; i++) {
      sum ^= bytes[i];
      for (var k = 0; k < 8; k++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return ~sum >>> 0;
  }

  /* Numbers of a zip header: pairs of width in bytes and value, least byte first. */
  function header(fields) {
    var out = [];
    fields.forEach(function (f) {
      for (var i = 0; i < f[0]; i++) out.push((f[1] / Math.pow(256, i)) & 255);
    });
    return out;
  }

  function zip(files) {
    var coder = new TextEncoder();
    var chunks = [], directory = [], at = 0, count = 0;
    Object.keys(files).forEach(function (name) {
      var file = coder.encode(name), data = coder.encode(files[name]);
      var common = [[2, 20], [2, 2048], [2, 0], [2, 0], [2, 33], [4, crc(data)], [4, data.length], [4, data.length], [2, file.length], [2, 0]];
      var local = header([[4, 0x04034b50]].concat(common));
      chunks.push(new Uint8Array(local), file, data);
      directory.push(new Uint8Array(header([[4, 0x02014b50], [2, 20]].concat(common, [[2, 0], [2, 0], [2, 0], [4, 0], [4, at]]))), file);
      at += local.length + file.length + data.length;
      count += 1;
    });
    var size = directory.reduce(function (n, d) { return n + d.length; }, 0);
    var end = header([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0]]);
    return new Blob(chunks.concat(directory, [new Uint8Array(end)]),
      { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
  }

  window.gonghuiDocx = { NS: NS, REF: REF, xml: xml, table: table, style: style, styles: styles,
    file: function (body, styleSheet, more) { return zip(parts(body, styleSheet, more)); } };

  var button = document.querySelector("[data-g-docx]");
  if (!button || !window.TextEncoder) return;
  button.hidden = false;
  button.addEventListener("click", function () {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(zip(parts(body(), styles())));
    link.download = button.getAttribute("data-g-docx") + ".docx";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  });
})();
