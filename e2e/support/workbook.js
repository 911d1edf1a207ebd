// Opening a workbook: as much of ZIP and SpreadsheetML as its cells need.

import { inflateRawSync } from "node:zlib";

/** Gives the files of a ZIP archive by name. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error(`no ZIP archive: it begins with ${JSON.stringify(bytes.subarray(0, 40).toString())}`);
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    const content = method === 0 ? packed : inflateRawSync(packed);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), content);
    at += 46 + name + extra + comment;
  }
  return files;
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (xml) =>
  [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)]
    .map(([, text]) => text)
    .join("")
    .replaceAll(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(code));

/** Gives the sheets of a workbook: rows of cells, each with its type as it is stored and its value. */
export function readWorkbook(bytes) {
  const files = unzip(bytes);
  if (!files.has("xl/workbook.xml")) throw new Error(`no workbook: ${[...files.keys()].join(" ")}`);
  const shared = files.get("xl/sharedStrings.xml")?.toString() ?? "";
  const strings = [...shared.matchAll(/<si>(.*?)<\/si>/gs)].map(([, xml]) => plain(xml));
  const names = [...files.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)).sort();
  return names.map((name) => {
    const sheet = files.get(name).toString();
    return [...sheet.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, row = ""]) =>
      [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, marks, inner = ""]) => {
        const type = /\bt="(\w+)"/.exec(marks)?.[1] ?? "n";
        const value = /<v>([^<]*)<\/v>/.exec(inner)?.[1] ?? "";
        const column = /\br="([A-Z]+)/.exec(marks)[1];
        const text = type === "s" ? strings[Number(value)] : type === "inlineStr" ? plain(inner) : value;
        return { column, type, text, isFormula: /<f[ >]/.test(inner) };
      }),
    );
  });
}
