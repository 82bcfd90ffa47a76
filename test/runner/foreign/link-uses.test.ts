import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { fileLinksDocument } from '../../worlds/file-links.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Habit = 'works-for-good' | 'one-too-many' | 'hides' | 'lasts-longer' | 'gives-nothing';

const checks = ['lifecycle/expired-refused', 'lifecycle/uses-limited'];

const links = (habit: Habit | undefined) => {
  const reports = new Map<string, unknown>();
  const all = new Map<string, { id: string; token: string; endMs: number; most: number; used: number }>();
  let last = 0;
  const answer = (method: string, [root, id, sub]: readonly string[], body: Readonly<Record<string, unknown>>): Answer => {
    if (root === 'reports' && id === undefined) {
      if (typeof body['title'] !== 'string') return [422];
      const made = { id: `r${(last += 1)}`, title: body['title'] };
      reports.set(made.id, made);
      return [201, made];
    }
    if (root === 'reports' && sub === 'links') {
      const { expiresIn = 3600, maxDownloads = Infinity } = body;
      const seconds = habit === 'lasts-longer' ? Math.max(600, Number(expiresIn)) : Number(expiresIn);
      const number = (last += 1);
      const made = { id: `l${number}`, token: `token-${number}`, endMs: Date.now() + 1000 * seconds, most: Number(maxDownloads), used: 0 };
      all.set(made.id, made);
      return [201, { id: made.id, token: made.token, expiresAt: new Date(made.endMs).toISOString() }];
    }
    if (root === 'public') {
      const link = [...all.values()].find(({ token }) => token === id);
      const isOver = link !== undefined && habit !== 'works-for-good' && Date.now() > link.endMs;
      const isUsedUp = link !== undefined && link.used >= link.most + (habit === 'one-too-many' ? 1 : 0);
      if (!link || habit === 'gives-nothing') return [404];
      if (isOver || isUsedUp) return [habit === 'hides' ? 404 : 410];
      link.used += 1;
      return [200, { id: 'r', title: 'A report' }];
    }
    const kept: Map<string, unknown> = root === 'links' ? all : reports;
    if (id === undefined || !kept.has(id)) return [404];
    if (method === 'DELETE') kept.delete(id);
    return method === 'DELETE' ? [204] : [200, kept.get(id)];
  };
  return { answer, left: () => reports.size + all.size };
};

test.concurrent.for<readonly [Habit | undefined, readonly string[]]>([
  [undefined, ['pass', 'pass']],
  ['hides', ['pass', 'inconclusive']],
  ['lasts-longer', ['inconclusive', 'pass']],
  ['gives-nothing', ['inconclusive', 'inconclusive']],
  ['works-for-good', ['expired-accepted', 'pass']],
  ['one-too-many', ['pass', 'used-too-often']],
])(
  'a link of a service that does so is told, and no other: %s',
  { timeout: 90_000 },
  besideOthers(async ([habit, expected]) => {
    const { answer, left } = links(habit);
    const document = fileLinksDocument({ said: 'A link that has expired or has reached `maxDownloads` gives `410`.' });
    const { verdicts } = await judgeForeign(writeToolDocument(document), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      maxCreates: 30,
      selection: { only: checks, skip: [] },
    });
    const found = checks.map((check) => {
      const verdict = verdicts.find((one) => one.case.check === check)?.verdict;
      return verdict?.kind === 'fail' ? verdict.finding.code : verdict?.kind;
    });
    expect(found).toEqual(expected);
    expect(left()).toBe(0);
  }),
);
