import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { songsDocument } from '../../worlds/songs.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Habit =
  | 'swapped'
  | 'unified'
  | 'unified-swapped'
  | 'counts-all'
  | 'rewrites'
  | 'reads-latest'
  | 'drops'
  | 'restores-latest'
  | 'trims'
  | 'keeps-two'
  | 'refuses'
  | 'draft';

const checks = ['lifecycle/version-kept', 'lifecycle/versions-compared', 'lifecycle/restored-as-version'];

const songs = (habit: Habit | undefined, isKept: boolean) => {
  const all = new Map<string, { text: string; versions: { number: number; text: string }[] }>();
  let last = 0;
  const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  const compare = (from: string, to: string): unknown => {
    const [a, b] = habit === 'swapped' || habit === 'unified-swapped' ? [to, from] : [from, to];
    const added = linesOf(b).filter((line) => !linesOf(a).includes(line));
    const removed = linesOf(a).filter((line) => !linesOf(b).includes(line));
    if (habit?.startsWith('unified')) {
      return { diff: ['@@ -1,2 +1,3 @@', ...removed.map((one) => `-${one}`), ...added.map((one) => `+${one}`)].join('\n') };
    }
    return { added: habit === 'counts-all' ? linesOf(b).length : added.length, removed: removed.length };
  };
  const answer = (
    method: string,
    [, id, sub, n]: readonly string[],
    body: Readonly<Record<string, unknown>>,
    asked: URLSearchParams,
  ): Answer => {
    const { text } = body;
    if (id === undefined) {
      if (typeof text !== 'string') return [422];
      last += 1;
      all.set(`s${last}`, { text, versions: isKept ? [] : [{ number: 1, text }] });
      return [201, { id: `s${last}`, text }];
    }
    const song = all.get(id);
    if (!song) return [404];
    const { versions } = song;
    const add = (one: string): { readonly number: number; readonly text: string } => {
      const made = { number: Math.max(0, ...versions.map(({ number }) => number)) + 1, text: one };
      if (habit === 'rewrites') for (const version of versions) version.text = one;
      versions.push(made);
      if (habit === 'keeps-two' && versions.length > 2) versions.shift();
      return made;
    };
    const textOf = (number: unknown): string | undefined => versions.find((one) => String(one.number) === String(number))?.text;
    switch (`${method} ${sub ?? ''}`) {
      case 'GET ':
        return [200, { id, text: song.text }];
      case 'PATCH ':
        if (typeof text !== 'string') return [200, { id, text: song.text }];
        if (habit === 'refuses' && text.includes('\n')) return [422];
        song.text = habit === 'trims' ? text.trim() : text;
        if (!isKept) add(song.text);
        if (habit === 'draft' && versions.length > 0) (versions.at(-1) ?? { text: '' }).text = song.text;
        return [200, { id, text: song.text }];
      case 'DELETE ':
        all.delete(id);
        return [204];
      case 'GET versions': {
        if (n === undefined) return [200, versions.map((one) => ({ ...one, size: one.text.length })).toReversed()];
        const shown = habit === 'reads-latest' ? versions.at(-1)?.text : textOf(n);
        return shown === undefined ? [404] : [200, { number: Number(n), text: shown }];
      }
      case 'POST keep':
        return [200, add(song.text)];
      case 'GET compare': {
        const [from, to] = [textOf(asked.get('from')), textOf(asked.get('to'))];
        return from === undefined || to === undefined ? [404] : [200, compare(from, to)];
      }
      case 'POST revert': {
        const wanted = textOf(body['version']);
        if (wanted === undefined) return [422];
        if (habit === 'drops') {
          song.versions = versions.filter(({ number }) => number <= Number(body['version']));
          return [200, song.versions.at(-1)];
        }
        song.text = habit === 'restores-latest' ? (versions.at(-1)?.text ?? '') : wanted;
        return [200, add(song.text)];
      }
      default:
        return [405];
    }
  };
  return { answer, left: () => all.size };
};

const fine = ['pass', 'pass', 'pass'];

test.concurrent.for<readonly [habit: Habit | undefined, isKept: boolean, expected: readonly string[]]>([
  [undefined, true, fine],
  [undefined, false, fine],
  ['trims', true, fine],
  ['keeps-two', false, fine],
  ['unified', true, ['pass', 'pass', 'inconclusive']],
  ['draft', true, ['pass', 'inconclusive', 'inconclusive']],
  ['refuses', true, ['skipped', 'skipped', 'skipped']],
  ['swapped', true, ['pass', 'pass', 'comparison-swapped /removed']],
  ['swapped', false, ['pass', 'pass', 'comparison-swapped /removed']],
  ['unified-swapped', true, ['pass', 'pass', 'comparison-swapped body']],
  ['counts-all', true, ['pass', 'pass', 'comparison-counts-otherwise /removed']],
  ['rewrites', true, ['pass', 'version-altered /text', 'inconclusive']],
  ['reads-latest', true, ['pass', 'version-read-as-other /text', 'pass']],
  ['drops', true, ['no-version-made /number', 'pass', 'pass']],
  ['restores-latest', false, ['other-version-restored /text', 'pass', 'pass']],
])(
  'of a service with the habit %s, kept by an action %s',
  besideOthers(async ([habit, isKept, expected]) => {
    const { answer, left } = songs(habit, isKept);
    const told = (side: string) => ({ type: 'integer', description: `Lines that are only in \`${side}\`` });
    const document = songsDocument({
      isKept,
      compared: habit?.startsWith('unified')
        ? { diff: { type: 'string' }, added: told('to') }
        : { added: told('to'), removed: told('from') },
      restore: 'Go back to an old version. Makes a new version with the text of the old one.',
    });
    const { verdicts } = await judgeForeign(writeToolDocument(document), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      durations: { 'updated.shown': 1 },
      selection: { only: checks, skip: [] },
    });
    const stated = verdicts
      .filter((one) => checks.includes(one.case.check))
      .map(({ verdict, case: { check } }) => [
        check,
        verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind,
      ])
      .toSorted(([a = ''], [b = '']) => a.localeCompare(b))
      .map(([, one]) => one);
    expect(stated).toEqual(expected);
    expect(left()).toBe(0);
  }),
);
