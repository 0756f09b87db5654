import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { TemporaryLibrary } from '../temporary-library.ts';

const folder = fileURLToPath(new URL('../../../../../../electron/engine/store/queries/', import.meta.url));
const golden = fileURLToPath(new URL('../../../../../golden/queries.sql', import.meta.url));

interface FoundQuery {
  readonly place: string;
  readonly text: string;
}

/** Every sql`…` of a source file, with the function around it. */
function queriesOf(file: string): FoundQuery[] {
  const source = ts.createSourceFile(file, readFileSync(folder + file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: FoundQuery[] = [];
  const visit = (node: ts.Node, place: string): void => {
    const here = ts.isFunctionDeclaration(node) && node.name ? `${file}: ${node.name.text}` : place;
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'sql') {
      const { template } = node;
      const parts = ts.isNoSubstitutionTemplateLiteral(template)
        ? [template.text]
        : [template.head.text, ...template.templateSpans.map((span) => span.literal.text)];
      found.push({ place: here, text: dedent(parts.join('?')) });
    }
    ts.forEachChild(node, (child) => {
      visit(child, here);
    });
  };
  visit(source, file);
  return found;
}

function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/u, '')
    .trimEnd()
    .split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/u)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

const queries = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .sort()
  .flatMap(queriesOf);

/** Small tables that are meant to be read whole, and full-text indexes, whose "scan" is a look-up. */
const mayBeScanned =
  /SCAN (root|wanted VIRTUAL TABLE INDEX 1:|job USING COVERING INDEX job_by_state|f USING COVERING INDEX|\w+ VIRTUAL TABLE INDEX \d+:[M=])/u;
const wholeOnPurpose = new Set([
  // What a person has made by hand.
  'chat.ts: listConversations',
  'correction.ts: listCorrections',
  'correction.ts: correctionCount',
  'lesson.ts: listLessons',
  'taught-policy.ts: listTaughtPolicies',
  'track.ts: changedTracks',
  'selection.ts: selectionItems',
  'selection.ts: replaceSelection',
  'root.ts: listRoots',
  'root.ts: videoCountsByRoot',
  'video.ts: countVideos',
  'video.ts: listVideos',
  'video-list.ts: countVideosByState',
  'video-list.ts: countOfflineVideos',
  'video-list.ts: titlesWith',
  'video-list.ts: allPlacedFiles',
  'search-memory.ts: savedSearches',
  'search-memory.ts: recentSearches',
  'search-memory.ts: rememberSearch',
  'job.ts: countJobsByState',
  'generation.ts: activeGenerations',
  'generation.ts: indexedChannels',
  'generation.ts: deleteSomeStaleRows',
]);

describe('the queries of the store', () => {
  test('are those of golden/queries.sql (after a change: vitest -u)', async () => {
    const head =
      '-- Every statement of electron/engine/store/queries. Made by golden-queries.test.ts with `vitest -u`.\n';
    const text = queries.map((query) => `\n-- ${query.place}\n${query.text};\n`).join('');
    await expect(head + text).toMatchFileSnapshot(golden);
  });

  test('compile, and read no table from end to end', () => {
    using library = new TemporaryLibrary();
    expect(queries.length).toBeGreaterThan(40);
    const scans = queries.flatMap(({ place, text }) => {
      const parameters = new Array<null>(text.split('?').length - 1).fill(null);
      const plan = library.db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...parameters) as { detail: string }[];
      return plan
        .map(({ detail }) => detail)
        .filter((detail) => detail.startsWith('SCAN') && !mayBeScanned.test(detail) && !wholeOnPurpose.has(place))
        .map((detail) => `${place}: ${detail}`);
    });
    expect(scans).toEqual([]);
  });

  test('are sorted by an index where a library grows long', () => {
    using library = new TemporaryLibrary();
    const sorting = queries.flatMap(({ place, text }) => {
      const parameters = new Array<null>(text.split('?').length - 1).fill(null);
      const plan = library.db.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...parameters) as { detail: string }[];
      return plan.some(({ detail }) => detail.includes('USE TEMP B-TREE FOR ORDER BY')) ? [place] : [];
    });
    // A handful of rows each: the copies of one video, its jobs, the cues of a window from several sources, a person's searches, the
    // rows of one window of a list.
    expect(new Set(sorting)).toEqual(
      new Set([
        ...['cue.ts: cuesIn', 'file.ts: copiesOfVideo', 'job.ts: jobsOfVideo', 'video.ts: videosByKeys'],
        ...['correction.ts: correctionsOfQuery', 'correction.ts: listCorrections', 'selection.ts: selectionItems'],
        ...['track.ts: changedTracks'],
        ...['search-memory.ts: savedSearches', 'search-memory.ts: recentSearches', 'search-memory.ts: rememberSearch'],
      ]),
    );
  });
});
