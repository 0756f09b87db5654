/** A cell of a table: numbers are written as JavaScript writes them, null is an empty cell. */
export type Cell = string | number | null;

/** What a spreadsheet would read as a formula or a command (OWASP "CSV injection"). */
const formulaStart = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

/**
 * RFC 4180: rows end in CRLF, cells with commas, quotes or line breaks stand in quotes, quotes are doubled.
 * A text cell that a spreadsheet would take for a formula gets a `'` in front; numbers are left as they are.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) {
    return '';
  }
  if (typeof cell === 'number') {
    return String(cell);
  }
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
