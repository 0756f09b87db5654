/** Reads RFC 4180 as strictly as it is written: rows end in CRLF, quotes are doubled. Written apart from the product. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (at >= text.length) {
          throw new Error('A quoted cell has no end.');
        }
        at += text[at] === '"' ? 1 : 0;
        cell += text[at];
        at += 1;
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n') {
          throw new Error(`A bare ${JSON.stringify(text[at])} in an unquoted cell at ${at}.`);
        }
        cell += text[at];
        at += 1;
      }
    }
    row.push(cell);
    if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else if (text[at] === ',') {
      at += 1;
    } else {
      throw new Error(`Neither a comma nor the end of the row at ${at}.`);
    }
  }
  return rows;
}
