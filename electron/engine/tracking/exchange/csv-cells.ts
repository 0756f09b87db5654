/** Cells of one line of CSV: quotes around a cell that holds commas, doubled inside. */
export function csvCells(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const letter = line[index]!;
    if (isQuoted && letter === '"' && line[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (letter === '"') {
      isQuoted = !isQuoted;
    } else if (letter === ',' && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else {
      cell += letter;
    }
  }
  return [...cells, cell];
}

export function csvCell(text: string): string {
  const plain = text.replaceAll(/[\r\n]+/g, ' ');
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
