import type { NameLead } from '../../../contract/plan.ts';

/** Openers after which a file's or folder's name stands; the value is what it is then called. */
export const nameOpeners: ReadonlyMap<string, NameLead> = new Map<string, NameLead>([
  ['file', 'file'],
  ['the file', 'file'],
  ['in file', 'file'],
  ['in the file', 'file'],
  ['files', 'file'],
  ['filename', 'file'],
  ['file name', 'file'],
  ['file named', 'file'],
  ['file called', 'file'],
  ['files named', 'file'],
  ['files called', 'file'],
  ['named', 'named'],
  ['called', 'named'],
  ['titled', 'named'],
  ['video called', 'named'],
  ['video named', 'named'],
  ['clip called', 'named'],
  ['clip named', 'named'],
  ['folder', 'folder'],
  ['in folder', 'folder'],
  ['in the folder', 'folder'],
  ['the folder', 'folder'],
  ['from folder', 'folder'],
  ['from the folder', 'folder'],
  ['directory', 'folder'],
  ['in directory', 'folder'],
  ['in the directory', 'folder'],
]);

export const monthWords: ReadonlyMap<string, string> = new Map(
  'january february march april may june july august september october november december'
    .split(' ')
    .flatMap((month) => [[month, month] as const, ...(month.length > 4 ? [[month.slice(0, 3), month] as const] : [])])
    .concat([['sept', 'september']]),
);
/** Months that are other words as well: they need a year, a day or a leading "in" or "from". */
export const ambiguousMonths: ReadonlySet<string> = new Set(['march', 'may', 'mar', 'dec', 'jan', 'sep', 'august']);
export const dateLeads: ReadonlySet<string> = new Set('from in on of during dated'.split(' '));
/** Words that would need a range of dates or a clock, which names do not have. */
export const relativeDates: readonly string[] =
  'yesterday, today, last week, last month, last year, this week, this month, this year, this morning, tonight, recently, a week ago, a month ago, a year ago'.split(
    ', ',
  );
