import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const whole = { type: 'integer' };
const text = { type: 'string' };

/** What leads to the next page of a list of lamps, and what the document says of it. */
type Form = {
  readonly way: 'link by offset' | 'link' | 'number' | 'offset' | 'object' | 'header';
  readonly said: string;
  readonly info?: string;
  /** The pages count the items, or say whether there are more. */
  readonly knows?: 'total' | 'more';
};

type Habits = {
  /** What a page with the last item has in place of what leads on. */
  readonly end?: 'null' | 'absent' | 'empty';
  /** A page that is full leads on, whatever follows. */
  readonly fullLeadsOn?: boolean;
  readonly alwaysLeadsOn?: boolean;
  readonly count?: number;
};

const schemaOf = ({ way, said: description }: Form): object => {
  const described = description === '' ? {} : { description };
  if (way === 'number') return { next_page: { type: ['integer', 'null'], ...described } };
  if (way === 'offset') return { nextOffset: { type: ['integer', 'null'], ...described } };
  if (way === 'object')
    return { links: { type: 'object', properties: { next: { type: ['object', 'null'], properties: { href: text }, ...described } } } };
  return way === 'header' ? {} : { next: { type: ['string', 'null'], format: 'uri-reference', ...described } };
};

const document = (form: Form) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description: form.info ?? 'Lamps of a town.' },
  paths: {
    '/lamps': {
      get: {
        parameters: [
          ...(form.way === 'number' || form.way === 'header'
            ? [{ name: 'page', in: 'query', schema: { ...whole, minimum: 1, default: 1 } }]
            : form.way === 'link'
              ? []
              : [{ name: 'offset', in: 'query', schema: { ...whole, minimum: 0, default: 0 } }]),
          { name: 'limit', in: 'query', schema: { ...whole, minimum: 1, maximum: 50, default: 10 } },
        ],
        responses: {
          200: {
            description: 'A page',
            ...(form.way === 'header' ? { headers: { Link: { schema: text, description: form.said } } } : {}),
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    data: { type: 'array', items: { type: 'object', properties: { id: whole, place: text } } },
                    ...(form.knows === 'total' ? { total_count: whole } : {}),
                    ...(form.knows === 'more' ? { has_more: { type: 'boolean' } } : {}),
                    ...schemaOf(form),
                  },
                },
              },
            },
          },
        },
      },
    },
  },
});

const failures = async (form: Form, { end = 'null', fullLeadsOn = false, alwaysLeadsOn = false, count = 14 }: Habits) => {
  const lamps = Array.from({ length: count }, (_, n) => ({ id: n + 1, place: `Corner ${n}` }));
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams: asked } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/lamps') return void outgoing.writeHead(404).end();
    const limit = Math.min(50, Number(asked.get('limit') ?? 10));
    const page = Number(asked.get('page') ?? 1);
    const offset = asked.has('page') ? (page - 1) * limit : Number(asked.get('offset') ?? 0);
    const data = lamps.slice(offset, offset + limit);
    const isMore = offset + limit < count;
    const goesOn = isMore || (fullLeadsOn && data.length === limit) || alwaysLeadsOn;
    asked.set('limit', String(limit));
    if (form.way === 'header' || form.way === 'number') asked.set('page', String(page + 1));
    else asked.set('offset', String(offset + limit));
    const link = `/lamps?${asked.toString()}`;
    const led = { 'link by offset': link, link, number: page + 1, offset: offset + limit, object: { href: link }, header: link }[form.way];
    const shown = goesOn ? led : end === 'null' ? null : '';
    const name = { 'link by offset': 'next', link: 'next', number: 'next_page', offset: 'nextOffset', object: 'next', header: '' }[
      form.way
    ];
    const member = (goesOn || end !== 'absent') && name !== '' ? { [name]: shown } : {};
    outgoing
      .writeHead(200, { 'content-type': 'application/json', ...(form.way === 'header' && goesOn ? { link: `<${link}>; rel="next"` } : {}) })
      .end(
        JSON.stringify({
          data,
          ...(form.knows === 'total' ? { total_count: count } : {}),
          ...(form.knows === 'more' ? { has_more: isMore } : {}),
          ...(form.way === 'object' ? { links: member } : member),
        }),
      );
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(form)), url, { selection: { only: ['pagination/*'], skip: [] } });
  return verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'fail' ? [`${id.split('@')[0] ?? ''} ${verdict.finding.code} ${verdict.finding.where}`] : [],
  );
};

const body = '$response.body#';

/** Forms whose document says what the last page has, and where that is. */
const forms: readonly (readonly [Form, string])[] = [
  [{ way: 'link by offset', said: 'Address of the next page; null if there is nothing more.', knows: 'total' }, `${body}/next`],
  [{ way: 'link', said: 'URL of the next page. Left out on the last page.', knows: 'total' }, `${body}/next`],
  [{ way: 'number', said: 'Number of the page behind this one, null at the end.', knows: 'total' }, `${body}/next_page`],
  [{ way: 'number', said: 'null when this is the last page', knows: 'more' }, `${body}/next_page`],
  [{ way: 'offset', said: '', info: 'On the last page `nextOffset` is null.', knows: 'total' }, `${body}/nextOffset`],
  [
    {
      way: 'link by offset',
      said: '',
      info: '`next` and `previous` are links (path and query, with all the filters) or `null` where there is no such page.',
      knows: 'total',
    },
    `${body}/next`,
  ],
  [{ way: 'object', said: 'Link to the next page. Only there if another page follows.', knows: 'total' }, `${body}/links/next/href`],
  [{ way: 'header', said: '`next` leads to the following page, on every page but the last.', knows: 'total' }, '$response.header.Link'],
  [{ way: 'header', said: 'RFC 8288, with rel="next" and rel="prev" where there is such a page', knows: 'total' }, '$response.header.Link'],
];

const endOf = ({ said, info = '' }: Form): 'null' | 'absent' => (/null/u.test(`${said}${info}`) ? 'null' : 'absent');

describe.concurrent('a list whose document says what its last page has', () => {
  test.for(forms)(
    'is accused of nothing where it has that: %o',
    besideOthers(async ([form]) => {
      for (const count of [14, 3, 1, 0]) expect(await failures(form, { end: endOf(form), count })).toEqual([]);
    }),
  );

  test.for(forms)(
    'is told where a full last page leads on: %o',
    besideOthers(async ([form, where]) => {
      expect(await failures(form, { end: endOf(form), fullLeadsOn: true })).toEqual([
        `pagination/last-page-as-stated whole-page-goes-on ${where}`,
      ]);
    }),
  );

  test.for<readonly [Form, string]>([
    [{ way: 'number', said: 'The next page, or null on the last one' }, `${body}/next_page`],
    [{ way: 'link by offset', said: 'The next page, or null if there is none; a URL' }, `${body}/next`],
  ])(
    'is told where the last one always leads on, without a count: %o',
    besideOthers(async ([form, where]) => {
      expect(await failures(form, { alwaysLeadsOn: true })).toEqual([`pagination/last-page-as-stated last-page-other ${where}`]);
      expect(await failures(form, { fullLeadsOn: true })).toEqual([]);
    }),
  );

  test(
    'is accused of nothing where an empty text stands for what is left out',
    besideOthers(async () => {
      const form: Form = { way: 'link by offset', said: 'URL of the next page. Absent or empty on the last page.' };
      expect(await failures(form, { end: 'empty' })).toEqual([]);
    }),
  );

  test(
    'is told where an empty text stands for null',
    besideOthers(async () => {
      const form: Form = { way: 'link by offset', said: 'URL of the next page, null on the last page' };
      expect(await failures(form, { end: 'empty' })).toEqual([`pagination/last-page-as-stated last-page-other ${body}/next`]);
    }),
  );
});

describe.concurrent('a list whose document says only by its form that a page may be the last', () => {
  const silent: readonly (readonly [Form, string])[] = [
    [{ way: 'link by offset', said: '', knows: 'total' }, `${body}/next`],
    [{ way: 'link', said: 'URL of the next page', knows: 'total' }, `${body}/next`],
    [{ way: 'number', said: '', knows: 'more' }, `${body}/next_page`],
  ];

  test.for(silent.slice(0, 1).concat(silent.slice(2)))(
    'is told where a page that is not full, and counts its items to the end, leads on: %o',
    besideOthers(async ([form, where]) => {
      expect(await failures(form, { alwaysLeadsOn: true })).toEqual([`pagination/last-page-as-stated last-page-other ${where}`]);
    }),
  );

  test.for(silent)(
    'is accused of nothing where it does not, or a full page leads on: %o',
    besideOthers(async ([form]) => {
      for (const end of ['null', 'absent', 'empty'] as const) expect(await failures(form, { end })).toEqual([]);
      expect(await failures(form, { fullLeadsOn: true })).toEqual([]);
    }),
  );

  test.for<Form>([
    { way: 'link by offset', said: '' },
    { way: 'link by offset', said: 'URL of the next page, on each page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; never null, even on the last page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; may be null on the last page', knows: 'total' },
    { way: 'link by offset', said: 'Follow it until a page is empty', knows: 'total' },
    { way: 'offset', said: 'Come back with it later for newer lamps', knows: 'total' },
    { way: 'header', said: 'May hold a link to the `next` page while more follow', knows: 'total' },
    { way: 'header', said: 'Links to the `first`, `next` and `last` page', knows: 'total' },
    { way: 'header', said: 'Always holds `next`', knows: 'total' },
  ])(
    'is accused of nothing where it may always lead on: %o',
    besideOthers(async (form) => {
      expect(await failures(form, { alwaysLeadsOn: true })).toEqual([]);
    }),
  );
});

describe.concurrent('a list whose document says something else of its pages', () => {
  test.for<Form>([
    { way: 'link by offset', said: 'URL of the next page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; never null, even on the last page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; may be null on the last page', knows: 'total' },
    { way: 'number', said: 'The page behind this one; null if the last lamp was switched off meanwhile', knows: 'total' },
    { way: 'offset', said: '', info: 'The `previousOffset` is null on the first page, and `nextOffset` a number.', knows: 'total' },
    { way: 'header', said: 'Links to the `first`, `next` and `last` page', knows: 'total' },
    { way: 'header', said: 'With `next` where one of the lamps is off', knows: 'total' },
    { way: 'header', said: 'May hold a link to the `next` page while more follow', knows: 'total' },
    { way: 'header', said: 'Links to the `first`, `next` and `last` page', knows: 'total' },
    { way: 'header', said: 'Holds `next`, usually only if there are more lamps', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; null if none was asked for by `offset`', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page. Null when the end of the season is near.', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page, typically null on the last page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; should be omitted on the last page', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; null on the last page in a future version', knows: 'total' },
    { way: 'link by offset', said: 'URL of the next page; null on an empty last page', knows: 'total' },
    {
      way: 'link by offset',
      said: 'URL of the next page. Follow it until a page is empty; the empty page at the end has null',
      knows: 'total',
    },
  ])(
    'is not accused where full pages lead on: %o',
    besideOthers(async (form) => {
      expect(await failures(form, { fullLeadsOn: true })).toEqual([]);
    }),
  );
});
