import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Form = {
  /** The switch, its text, and what the list says. */
  readonly flag: string;
  readonly about?: string;
  readonly says?: string;
  readonly usual?: boolean;
};

const permit = {
  type: 'object',
  required: ['permitId', 'status'],
  properties: {
    permitId: { type: 'string' },
    status: { type: 'string', enum: ['valid', 'lapsed', 'called_back'] },
    archived: { type: 'boolean' },
  },
};

/** Permits, some of which have lapsed. */
const documentOf = ({ flag, about, says, usual = false }: Form) => ({
  openapi: '3.1.0',
  info: { title: 'Permits', version: '1' },
  paths: {
    '/permits': {
      get: {
        description: says,
        parameters: [{ name: flag, in: 'query', description: about, schema: { type: 'boolean', default: usual } }],
        responses: { 200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: permit } } } } },
      },
    },
  },
});

const rows = [
  { permitId: 'p-1', status: 'valid', archived: false },
  { permitId: 'p-2', status: 'lapsed', archived: false },
  { permitId: 'p-3', status: 'called_back', archived: false },
  { permitId: 'p-4', status: 'valid', archived: true },
];

type Row = (typeof rows)[number];

const judged = async (form: Form, isIn: (row: Row) => boolean, habit: 'leaves out' | 'lists' | 'has none') => {
  const url = await serve(({ url: asked = '/' }, outgoing) => {
    const { pathname, searchParams } = new URL(asked, 'http://permits');
    if (pathname !== '/permits') return outgoing.writeHead(404).end();
    const isAsked = searchParams.get(form.flag) === 'true';
    const found = rows.filter((row) => !isIn(row) || (habit !== 'has none' && (habit === 'lists' || isAsked)));
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    credentials: [],
    selection: { only: ['filtering/left-out-unless-asked'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check, requirement }, verdict }) =>
    check === 'filtering/left-out-unless-asked' ? [`${requirement} ${verdict.kind}`] : [],
  );
};

const lapsed = ({ status }: Row): boolean => status === 'lapsed';
const calledBack = ({ status }: Row): boolean => status === 'called_back';
const archived = (row: Row): boolean => row.archived;

test.concurrent.for<readonly [Form, (row: Row) => boolean]>([
  [{ flag: 'includeLapsed', about: 'Lapsed permits are listed only with `true`; guests do not see them in any case.' }, lapsed],
  [{ flag: 'with_lapsed' }, lapsed],
  [{ flag: 'include_called_back', about: 'Set it to have those that were called back, too.' }, calledBack],
  [{ flag: 'showArchived', says: 'Archived permits are left out by default.' }, archived],
  [{ flag: 'include_archived', about: 'Also list archived permits.' }, archived],
])(
  'what a list leaves out is told where it is listed: %o',
  besideOthers(async ([form, isIn]: readonly [Form, (row: Row) => boolean]) => {
    expect(await judged(form, isIn, 'lists')).toEqual(['OAS-219 fail']);
    expect(await judged(form, isIn, 'leaves out')).toEqual(['OAS-219 pass']);
    expect(await judged(form, isIn, 'has none')).toEqual(['OAS-219 inconclusive']);
  }),
);

test.concurrent.for<Form>([
  { flag: 'includeLapsed', usual: true },
  { flag: 'includeLapsed', about: 'Also those that have lapsed more than 30 days ago.' },
  { flag: 'includeLapsed', says: 'All permits, lapsed ones included.' },
  { flag: 'lapsed', about: 'Only lapsed permits.' },
  { flag: 'includeHolder', about: 'Embeds the holder.' },
  { flag: 'includeLapsed', about: 'Deprecated, has no effect.' },
  { flag: 'includeLapsed', about: 'If `false`, lapsed permits are left out.' },
  { flag: 'includeLapsed', about: 'Lapsed permits, too. Defaults to `true`.' },
  { flag: 'includeLapsed', about: 'Also lapsed permits; always on for staff.' },
  { flag: 'includeLapsed', about: 'Has the number of lapsed permits counted in totals.' },
])(
  'nothing is asked of a list that need not leave anything out: %o',
  besideOthers(async (form: Form) => {
    expect(await judged(form, lapsed, 'lists')).toEqual([]);
  }),
);
