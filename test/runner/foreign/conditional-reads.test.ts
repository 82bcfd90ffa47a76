import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const get = (...statuses: readonly string[]) => ({
  get: { responses: Object.fromEntries(statuses.map((status) => [status, { description: 'd' }])) },
});

/** Two reads, of which one describes 304. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  paths: { '/maps': get('200', '304'), '/roads': get('200') },
};

/** The answer to a read, by the fields of the request. */
type Answer = (fields: Readonly<Record<string, string | string[] | undefined>>, turn: number) => readonly [number, Record<string, string>];

/** The status for a condition that is not read where it has more than one tag. */
const is304 = (fields: Readonly<Record<string, unknown>>, tag: string): number => {
  const condition = fields['if-none-match'];
  if (condition === undefined) return 200;
  return condition === tag || condition === `W/${tag}` ? 304 : 400;
};

const monday = 'Mon, 02 Nov 2026 08:00:00 GMT';

/** What is read changes right after its tag was found to be the current one. */
const changingOnce = (isMatch: (condition: string, tag: string) => boolean): Answer => {
  let tag = '"a"';
  return (fields) => {
    const now = tag;
    const isCurrent = isMatch(String(fields['if-none-match'] ?? ''), now);
    if (isCurrent) tag = '"b"';
    return [isCurrent ? 304 : 200, { etag: now }];
  };
};

/** What is read changed before its tag is named for the first time. */
const changedBefore = (isAnswered304: boolean): Answer => {
  let tag = '"a"';
  return (fields) => {
    const condition = fields['if-none-match'];
    if (condition === '"a"') tag = '"b"';
    return [isAnswered304 && String(condition).includes(tag) ? 304 : 200, { etag: tag }];
  };
};

/** The verdict and the failures for a service, and how many conditional requests each path got. */
const judged = async (answer: Answer) => {
  const asked: string[] = [];
  let turn = 0;
  const url = await serve((incoming, outgoing) => {
    const { url: path = '' } = incoming;
    if (incoming.headers['if-none-match'] ?? incoming.headers['if-modified-since']) asked.push(path);
    turn += 1;
    const [status, fields] = path in document.paths ? answer(incoming.headers, turn) : [404, {}];
    outgoing.writeHead(status, fields).end();
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  const own = verdicts.filter(({ id }) => id.startsWith('headers/unchanged-not-sent-again'));
  return {
    own: own.map(({ verdict }) => verdict.kind),
    asked: [...new Set(asked)],
    failed: verdicts.flatMap(({ case: { requirement, level }, verdict }) => (verdict.kind === 'fail' ? [`${requirement} ${level}`] : [])),
  };
};

describe('a read that describes 304', () => {
  test.each<readonly [string, Answer, string]>([
    ['is answered so', (fields) => [String(fields['if-none-match']).includes('"a"') ? 304 : 200, { etag: '"a"' }], 'pass'],
    ['is answered so, while it changes once', changingOnce((condition, tag) => condition.includes(tag)), 'pass'],
    ['is answered so, once it has changed', changedBefore(true), 'pass'],
    ['refuses lists', (fields) => [is304(fields, '"a"'), { etag: '"a"' }], 'pass'],
    ['is answered so by time', (fields) => [fields['if-modified-since'] === monday ? 304 : 200, { 'last-modified': monday }], 'pass'],
    ['has no validator', () => [200, {}], 'inconclusive'],
    ['changes each time', (_fields, turn) => [200, { etag: `"${turn}"` }], 'inconclusive'],
    ['is refused with a condition', (fields) => (fields['if-none-match'] ? [400, {}] : [200, { etag: '"a"' }]), 'inconclusive'],
  ])('and %s is not accused', async (_what, answer, kind) => {
    const { own, failed, asked } = await judged(answer);
    expect(own).toEqual([kind]);
    expect(failed.filter((one) => one.startsWith('OAS-12'))).toEqual([]);
    expect(asked.filter((path) => path !== '/maps')).toEqual([]);
  });

  test.each<readonly [string, Answer]>([
    ['sends the same tag again', () => [200, { etag: '"a"' }]],
    ['sends the same tag again as a weak one', (fields) => [200, { etag: fields['if-none-match'] ? 'W/"a"' : '"a"' }]],
    ['sends the same time again', () => [200, { 'last-modified': monday }]],
    ['knows its tag only alone', (fields) => [fields['if-none-match'] === '"a"' ? 304 : 200, { etag: '"a"' }]],
    ['knows its tag only as a strong one', (fields) => [/(?<!W\/)"a"/u.test(String(fields['if-none-match'])) ? 304 : 200, { etag: '"a"' }]],
    ['sends its tag again, once it has changed', changedBefore(false)],
    ['knows its tag only alone, while it changes once', changingOnce((condition, tag) => condition === tag)],
  ])('and %s is told', async (_what, answer) => {
    expect((await judged(answer)).failed).toContain('OAS-12 should');
  });
});

describe('the conditions of a read that describes 304', () => {
  const own = async (answer: Answer): Promise<string[]> => (await judged(answer)).failed.filter((one) => one.startsWith('OAS-55'));

  test.each<readonly [string, Answer]>([
    ['are compared', (fields) => (fields['if-none-match'] === '"a"' ? [304, { etag: '"a"' }] : [200, { etag: '"a"' }])],
    [
      'are compared by time',
      (fields) => [Date.parse(String(fields['if-modified-since'])) >= Date.parse(monday) ? 304 : 200, { 'last-modified': monday }],
    ],
    [
      'are refused where they cannot be read',
      (fields) => [fields['if-modified-since'] === monday ? 304 : 200, { 'last-modified': monday }],
    ],
    [
      'are compared by tag before time',
      (fields) => {
        const isSame = fields['if-none-match'] === undefined ? fields['if-modified-since'] === monday : fields['if-none-match'] === '"a"';
        return [isSame ? 304 : 200, { etag: '"a"', 'last-modified': monday }];
      },
    ],
    ['are not known', () => [200, {}]],
  ])('that %s are accused of nothing', async (_what, answer) => {
    expect(await own(answer)).toEqual([]);
  });

  test.each<readonly [string, Answer]>([
    ['always hold', (fields) => [fields['if-modified-since'] ? 304 : 200, { 'last-modified': monday }]],
    ['hold for any tag', (fields) => [fields['if-none-match'] ? 304 : 200, { etag: '"a"' }]],
    [
      'hold by the date beside another tag',
      (fields) => [fields['if-modified-since'] === monday ? 304 : 200, { etag: '"a"', 'last-modified': monday }],
    ],
    ['fail where they cannot be read', (fields) => [fields['if-modified-since'] === 'ct-no-date' ? 500 : 200, { 'last-modified': monday }]],
    ['have a tag that changes while the body stays', (_fields, turn) => [200, { etag: `"${turn}"` }]],
  ])('that %s are told', async (_what, answer) => {
    expect(await own(answer)).toEqual(['OAS-55 should']);
  });
});
