import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { quizDocument, type QuizFault, type QuizHabit, quizService } from '../../worlds/quizzes.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const check = 'headers/export-as-list';

const judged = async (fault?: QuizFault | QuizHabit, promise?: string, about = check, head?: string): Promise<readonly string[]> => {
  const url = await serve(quizService(fault));
  const { verdicts } = await judgeForeign(writeToolDocument(quizDocument(promise, head)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    selection: { only: [check, about], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === about)
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test('a file below a resource is read beside the list below the same one', async () => {
  expect(await judged()).toEqual(['pass']);
});

test('a file below a resource whose cells are not quoted is told', async () => {
  expect(await judged('unquoted')).toEqual(['csv-unreadable']);
});

test('a file below a resource that lacks a row is told where it is said to have one for each item', async () => {
  expect(await judged('without the last')).toEqual(['rows-too-few']);
});

test('a file below a resource that may leave items out is not accused for that', async () => {
  expect(await judged('without the last', 'Then comes one line for each sheet, except those that are withdrawn.')).toEqual(['pass']);
});

test('a file that has its rows for something else is not compared', async () => {
  expect(await judged(undefined, 'Then comes one line for each answer of a sheet.')).toEqual([]);
});

test('a mean of some of what is said of others below the same resource is judged', async () => {
  const right = await judged(undefined, undefined, 'schema/sums-agree');
  expect(right).toContain('pass');
  expect(right).not.toContain('sum-otherwise');
  expect(await judged('blanks count as zero', undefined, 'schema/sums-agree')).toContain('sum-otherwise');
});

test.each<readonly [QuizHabit, string, string]>([
  ['without names', 'One line for each sheet.', 'pass'],
  ['semicolons', 'One line for each sheet, below a line with names.', 'inconclusive'],
  ['a row for each answer', '', 'pass'],
  ['a mark and line feeds', 'One line for each sheet.', 'pass'],
])('a file that is written in its own way, of which nothing is said, is not accused: %s', async (habit, promise, expected) => {
  expect(await judged(habit, promise, check, '')).toEqual([expected]);
});
