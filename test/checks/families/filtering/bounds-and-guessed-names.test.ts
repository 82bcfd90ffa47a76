import { describe, expect, test } from 'vitest';
import { afterValue } from '../../../../src/checks/families/filtering/after-value.ts';
import { guessedNameHasEffect } from '../../../../src/checks/families/filtering/guessed-name-has-effect.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { asking, bookClock, books, type BookTwist, type Library, library, sheets } from '../../../worlds/dated-books-service.ts';
import { writeBooks } from '../../../worlds/every-paging-style-contract.ts';
import { depotList, fourDepots, withDepots } from '../../../worlds/filtered-list.ts';
import { fault, parcelService, queryOf } from '../../../worlds/parcels/service.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const since = (request: PlannedRequest): string | undefined => queryOf(request, 'since');
const dayMs = 24 * 3_600_000;

/** Another answer to reads by a bound. */
const bounded =
  (give: BookTwist): BookTwist =>
  (request, honest) =>
    since(request) === undefined ? undefined : give(request, honest);

const judgedBound = async (options: Library, allow: readonly ('mutation' | 'permanent')[] = []): Promise<Judged> =>
  judge(afterValue, {
    contract: await loadContract(writeBooks()),
    answer: library(options),
    startsAt: bookClock,
    target: targetOf({ allow: [...allow] }),
  });

describe('filtering/after-value', () => {
  test.for<readonly [what: string, options: Library, verdict: string]>([
    ['only the books added since pass', {}, 'pass'],
    ['it passes in pages by cursors too', { by: 'marks' }, 'pass'],
    ['one book is enough', { stock: books(1) }, 'pass'],
    [
      'a day in a time zone of its own passes',
      { twist: bounded((request, honest) => honest(asking(request, { since: `${since(request) ?? ''}T00:00:00-12:00` }))) },
      'pass',
    ],
    [
      'a bound that leaves out its own day passes',
      { twist: bounded((request, honest) => honest(asking(request, { since: `${since(request) ?? ''}T23:59:59Z` }))) },
      'pass',
    ],
    [
      'an ignored bound fails',
      { twist: bounded((request, honest) => honest(asking(request, { since: undefined }))) },
      'fail bound-without-effect',
    ],
    [
      'a bound that leaves everything out fails',
      { twist: bounded(sheets((reported) => ({ ...reported, books: [] }))) },
      'unconfirmed bound-leaves-all-out',
    ],
    [
      'a bound that is reduced to its year fails',
      {
        twist: bounded((request, honest) =>
          honest(
            asking(request, {
              since: since(request)?.startsWith('2031-03-1') ? '2040-01-01' : `${since(request)?.slice(0, 4) ?? ''}-01-01`,
            }),
          ),
        ),
      },
      'fail item-outside',
    ],
    ['an empty list is inconclusive', { stock: [] }, 'inconclusive'],
    [
      'a book of the early day of the bound, which is left out, is inconclusive',
      { stock: books(1, Date.parse('2000-01-01T12:00:00Z')), twist: bounded(sheets((reported) => ({ ...reported, books: [] }))) },
      'inconclusive',
    ],
    [
      'books that show no day and are left out are inconclusive',
      { stock: books(3).map((book) => ({ ...book, added: undefined })) },
      'inconclusive',
    ],
    ['a refused bound is inconclusive', { twist: bounded(() => ({ status: 400 })) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: () => ({ status: 503 }) }, 'inconclusive'],
    ['books that were all added long ago pass', { stock: books(5, Date.parse('1987-06-05T12:00:00Z')) }, 'pass'],
    [
      'books that are announced for a later day pass',
      { stock: [...books(2, bookClock + 90 * dayMs), ...books(3).map((book) => ({ ...book, isbn: `old-${book.isbn}` }))] },
      'pass',
    ],
    [
      'an ignored bound fails beside books that are announced for a later day',
      {
        stock: [...books(2, bookClock + 90 * dayMs), ...books(3)],
        twist: bounded((request, honest) => honest(asking(request, { since: undefined }))),
      },
      'fail bound-without-effect',
    ],
    [
      'an ignored bound fails where books show no day',
      {
        stock: books(3).map((book) => ({ ...book, added: undefined })),
        twist: bounded((request, honest) => honest(asking(request, { since: undefined }))),
      },
      'fail bound-without-effect',
    ],
  ])('%s', async ([, options, verdict]) => {
    expect(stated(await judgedBound(options))).toBe(verdict);
  });

  const allowed = ['mutation', 'permanent'] as const;

  test('a book added today is in the list since yesterday', async () => {
    const { verdict, session } = await judgedBound({}, allowed);
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ sent }) => sent.method)).toContain('POST');
  });

  /** Changes the books of the run, or leaves them out: in the reads by a bound, or in all reads. */
  const own = (change: (title: string) => object | undefined, isEveryRead: boolean): BookTwist =>
    sheets((reported, request) =>
      !isEveryRead && since(request) === undefined
        ? reported
        : {
            ...reported,
            books: reported.books.flatMap((book) =>
              book.title.startsWith('ct-') ? (change(book.title) ? [{ ...book, ...change(book.title) }] : []) : [book],
            ),
          },
    );

  test('a book added today that is left out fails', async () => {
    expect(stated(await judgedBound({ twist: own(() => undefined, false) }, allowed))).toBe('unconfirmed item-within-missing');
  });

  test('a book added today that shows an older day may be left out', async () => {
    const old = '2031-01-01T00:00:00Z';
    const twist: BookTwist = (request, honest) =>
      own(() => (since(request) !== undefined && (since(request) ?? '') > '2031-01-01' ? undefined : { added: old }), true)(
        request,
        honest,
      );
    expect(stated(await judgedBound({ twist }, allowed))).toBe('pass');
  });
});

describe('filtering/guessed-name-has-effect', () => {
  const guessAt = '~1depots/get/parameters/2';
  type Answer = Parameters<typeof withDepots>[1];

  test.for<readonly [what: string, answer: Answer, verdict: string, depots?: typeof fourDepots]>([
    ['each value with its own items passes', () => undefined, 'pass'],
    ['one value that has an effect is enough', ({ zone }) => (zone === 'north' ? depotList(fourDepots) : undefined), 'pass'],
    ['a name that does nothing fails', () => depotList(fourDepots), 'unconfirmed filter-without-effect'],
    ['items of one value are inconclusive', () => undefined, 'inconclusive', fourDepots.filter(({ zone }) => zone === 'north')],
    ['an empty list is inconclusive', () => undefined, 'inconclusive', []],
    ['a refused name is inconclusive', ({ zone }) => (zone === undefined ? undefined : fault(400)), 'inconclusive'],
    ['empty answers to known values are inconclusive', ({ zone }) => (zone === undefined ? undefined : depotList([])), 'inconclusive'],
    ['an exceeded quota is inconclusive', ({ zone }) => (zone === 'south' ? fault(429) : undefined), 'inconclusive'],
  ])('%s', async ([, answer, verdict, depots]) => {
    const service = parcelService({ twist: withDepots(depots ?? fourDepots, answer) });
    expect(stated(await judge(guessedNameHasEffect, { answer: service, node: guessAt }))).toBe(verdict);
  });

  test('a filter with a documented name is not judged', async () => {
    const { locations } = await judge(guessedNameHasEffect, { answer: parcelService({ twist: withDepots() }) });
    expect(locations.map(({ way }) => way.at(-1))).toEqual([expect.stringContaining(guessAt)]);
  });
});
