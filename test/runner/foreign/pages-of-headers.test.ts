import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const colour = { type: 'string', enum: ['red', 'blue', 'grey'] };
const whole = { type: 'integer' };

const links = '`next` leads to the next page; it is missing on the last one';

/** Flags by page numbers, with the links and the number of all in header fields, in alphabetical order. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Flags', version: '1', description: 'A page after the last one is an empty array.' },
  paths: {
    '/flags': {
      get: {
        description: 'All flags in alphabetical order.',
        parameters: [
          { name: 'page', in: 'query', schema: { ...whole, minimum: 1, default: 1 } },
          { name: 'per_page', in: 'query', schema: { ...whole, minimum: 1, maximum: 20, default: 10 } },
          { name: 'colour', in: 'query', schema: colour },
        ],
        responses: {
          200: {
            description: 'Flags',
            headers: { Link: { description: links, schema: { type: 'string' } }, 'X-Total-Count': { schema: whole } },
            content: {
              'application/json': {
                schema: {
                  type: 'array',
                  items: { type: 'object', properties: { id: whole, name: { type: 'string' }, colour } },
                },
              },
            },
          },
        },
      },
    },
  },
};

type Flag = { readonly id: number; readonly name: string; readonly colour: string };

const flags: readonly Flag[] = Array.from({ length: 23 }, (_, n) => ({
  id: 500 + n,
  name: `${'abcdefghijklmnopqrstuvw'.charAt(n)}-flag`,
  colour: colour.enum[n % 3] ?? '',
}));

const usual = {
  all: flags,
  total: (matching: readonly Flag[], _all: readonly Flag[]): number | undefined => matching.length,
  /** The page that a page links to as the next one. */
  next: (page: number, last: number): number | undefined => (page < last ? page + 1 : undefined),
  /** Does a link have the parameters of the request; or a word in their place. */
  keepsQuery: true as boolean | 'as a word',
  /** The page that is shown in the place of one after the last. */
  behind: (page: number, _last: number): number => page,
  /** Is a page after the last one there. */
  isThere: (_page: number, _last: number): boolean => true,
  /** What is said of a page after the last one. */
  said: 'A page after the last one is an empty array.',
};

const failures = async (habits: Partial<typeof usual> = {}): Promise<string[]> => {
  const { all, total, next, keepsQuery, behind, isThere, said } = { ...usual, ...habits };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/flags') return void outgoing.writeHead(404).end();
    const [page, size] = [Number(searchParams.get('page') ?? 1), Math.min(20, Number(searchParams.get('per_page') ?? 10))];
    const wanted = searchParams.get('colour') ?? searchParams.get('view')?.replace('only-', '') ?? null;
    const matching = all.filter((one) => wanted === null || one.colour === wanted);
    const last = Math.max(1, Math.ceil(matching.length / size));
    if (!isThere(page, last)) return void outgoing.writeHead(404).end();
    const shown = behind(page, last) - 1;
    const [following, count] = [next(page, last), total(matching, all)];
    const query = new URLSearchParams(keepsQuery === true ? searchParams : { per_page: String(size) });
    if (keepsQuery === 'as a word' && wanted !== null) query.set('view', `only-${wanted}`);
    query.set('page', String(following));
    outgoing.writeHead(200, {
      'content-type': 'application/json',
      ...(count === undefined ? {} : { 'x-total-count': String(count) }),
      ...(following === undefined ? {} : { link: `</flags?${query.toString()}>; rel="next"` }),
    });
    outgoing.end(JSON.stringify(matching.slice(shown * size, (shown + 1) * size)));
  });
  const only = ['pagination/*', 'ordering/*', 'filtering/*'];
  const { verdicts } = await judgeForeign(writeToolDocument({ ...document, info: { ...document.info, description: said } }), url, {
    selection: { only, skip: [] },
  });
  return verdicts.flatMap(({ id, verdict, case: { level } }) =>
    verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''} ${verdict.finding.code}`] : [],
  );
};

describe('pages with links and totals in header fields', () => {
  test.each<readonly [string, Partial<typeof usual>]>([
    ['as described', {}],
    ['of an empty list', { all: [] }],
    ['of one page', { all: flags.slice(0, 2) }],
    ['of one page, or of several smaller ones', { all: flags.slice(0, 14) }],
    ['with links that hold the filter in another form', { keepsQuery: 'as a word' }],
    [
      'that end with a refusal where the text leaves that open',
      { isThere: (page, last) => page <= last, said: 'There is nothing after the last page, or a page after the last is an empty 404.' },
    ],
    ['of one colour', { all: flags.filter((one) => one.colour === 'red') }],
  ])('%s are accused of nothing', async (_what, habits) => {
    expect(await failures(habits)).toEqual([]);
  });

  test.each<readonly [string, Partial<typeof usual>, string]>([
    ['the total never comes', { total: () => undefined }, 'pagination/total-true total-missing'],
    ['the total counts what the filter leaves out', { total: (_some, all) => all.length }, 'pagination/total-of-filtered total-unfiltered'],
    [
      'the total of a colour that nothing has is that of the list',
      { all: flags.filter((one) => one.colour === 'red'), total: (_some, all) => all.length },
      'pagination/total-of-filtered total-unfiltered',
    ],
    ['no page has a link', { next: () => undefined }, 'pagination/link-leads-on link-missing'],
    [
      'the last page has a link',
      { next: (page, last) => (page <= last ? page + 1 : undefined) },
      'pagination/last-page-as-stated last-page-other',
    ],
    [
      'the last of several pages has a link, and one page alone has none',
      { all: flags.slice(0, 14), next: (page, last) => (last > 1 && page <= last ? page + 1 : undefined) },
      'pagination/last-page-as-stated last-page-goes-on',
    ],
    ['the links lose the filter', { keepsQuery: false }, 'pagination/link-keeps-filters link-without-filter'],
    [
      'the links lose the filter, and lead to matching items in another place',
      { keepsQuery: false, all: flags.map((one, n) => ({ ...one, colour: n === 0 ? 'blue' : 'red' })) },
      'pagination/link-keeps-filters link-without-filter',
    ],
    ['the last page comes again', { behind: (page, last) => Math.min(page, last) }, 'pagination/empty-after-the-end items-after-the-end'],
    [
      'a page after the last one is refused',
      { isThere: (page, last) => page <= last },
      'pagination/empty-after-the-end refused-after-the-end',
    ],
    ['the order is another one', { all: flags.toReversed() }, 'ordering/documented-order other-order'],
  ])('and where %s it is told', async (_what, habits, finding) => {
    expect(await failures(habits)).toContain(`should ${finding}`);
  });
});
