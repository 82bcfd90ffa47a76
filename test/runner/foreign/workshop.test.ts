import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { workshop, workshopService, type WorkshopHabits } from '../../worlds/workshop.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const judged = async (habits: WorkshopHabits, only: readonly string[], takesJobs = true) => {
  const { verdicts } = await judgeForeign(writeDocument(workshop(takesJobs)), await serve(workshopService(habits)), {
    allow: ['mutation', 'permanent', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: [],
    maxCreates: 60,
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): string[] =>
    [
      ...new Set(
        verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, requirement } }) => `${requirement} ${check}`),
      ),
    ].sort();
  return { failed: of('fail'), passed: of('pass') };
};

const found = {
  'OAS-13': 'idempotency/keyed-creation-once',
  'OAS-24': 'lifecycle/change-shown',
  'OAS-28': 'lifecycle/removed-stays-away',
  'OAS-39': 'lifecycle/removal-leaves-others',
  'OAS-40': 'lifecycle/removed-with-its-parent',
  'OAS-41': 'lifecycle/first-state-is-no-end',
  'CONV-145-INFERRED': 'filtering/text-contained',
  'OAS-43': 'lifecycle/part-kept',
  'HTTP-35': 'idempotency/other-body-not-taken-for-the-first',
  'CONV-62-INFERRED': 'errors/unknown-id-refused',
  'CONV-135-INFERRED': 'pagination/last-page-as-stated',
} as const;

describe.concurrent('a workshop that keeps its document is not accused, where it', () => {
  test(
    'is a plain one',
    besideOthers(async () => {
      const { failed, passed } = await judged({}, Object.values(found));
      expect(failed).toEqual([]);
      expect(passed).toEqual(expect.arrayContaining(Object.entries(found).map((pair) => pair.join(' '))));
    }),
  );

  test.for<readonly [string, WorkshopHabits, boolean]>([
    ['answers 410 and shows more', { gone: 410, extra: { _links: { self: '/' } }, newest: true }, true],
    ['does not remove a bench with jobs', { holds: true }, false],
    ['leaves the jobs of a removed bench, of which it says nothing', { leavesJobs: true }, false],
  ])(
    '%s',
    besideOthers(async ([, habits, takesJobs]) => {
      expect((await judged(habits, Object.values(found), takesJobs)).failed).toEqual([]);
    }),
  );
});

describe.concurrent('a workshop that does not is found out:', () => {
  test.for<readonly [string, WorkshopHabits, keyof typeof found]>([
    ['a replacement moves the moment of creation', { created: 'moves' }, 'OAS-24'],
    ['null changes nothing', { ignoresNull: true }, 'OAS-24'],
    ['what was removed is in the list of all', { listsRemoved: true }, 'OAS-28'],
    ['a removal takes a neighbour along', { takesNeighbour: true }, 'OAS-39'],
    ['a removal leaves what it says to take along', { leavesJobs: true }, 'OAS-40'],
    ['a new job is closed', { begins: 'closed' }, 'OAS-41'],
    ['a part is not kept', { vice: 'not kept' }, 'OAS-43'],
    ['a part is read as something else', { vice: 'narrower' }, 'OAS-43'],
    ['a key is ignored', { key: 'ignored' }, 'OAS-13'],
    ['a key counts alone', { key: 'alone' }, 'HTTP-35'],
    ['what is not there is removed', { removesUnknown: true }, 'CONV-62-INFERRED'],
    ['the last page has an empty cursor', { endsWith: '' }, 'CONV-135-INFERRED'],
    ['a search finds everything', { search: 'ignored' }, 'CONV-145-INFERRED'],
    ['a search finds nothing', { search: 'nothing' }, 'CONV-145-INFERRED'],
    ['a search looks at the letter case', { search: 'by letter case' }, 'CONV-145-INFERRED'],
    ['a search looks at beginnings', { search: 'beginnings' }, 'CONV-145-INFERRED'],
  ])(
    '%s',
    besideOthers(async ([, habits, requirement]) => {
      const { failed } = await judged(habits, [found[requirement]]);
      expect(failed).toEqual([`${requirement} ${found[requirement]}`]);
    }),
  );
});
