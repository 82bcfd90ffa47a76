import { expect, test } from 'vitest';
import { statusCodesIn } from '../../../src/contract/infer/status-codes.ts';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, Things, thingsDocument } from '../../worlds/ordinary.ts';

const members = { title: { type: 'string' } };
const table = '| status | code |\n|---|---|\n| 400 | `wrong` |\n| 401 | `who` |\n| 404 | `no_such_thing` |\n| 405 | `not_here` |';

const codes: Readonly<Record<number, string>> = { 400: 'wrong', 401: 'who', 404: 'no_such_thing', 405: 'not_here' };

/** Things whose errors have a code by their status, in an object of its own or at the top. */
class Coded extends Things {
  readonly codeOf: (status: number) => string;
  readonly isInside: boolean;
  constructor(codeOf: (status: number) => string, isInside: boolean) {
    super(members, ['title']);
    this.codeOf = codeOf;
    this.isInside = isInside;
  }
  override answer(...given: Parameters<Things['answer']>): Reply {
    const usual = super.answer(...given);
    const [status, , headers = {}] = usual;
    if (status < 400) return usual;
    const error = { code: this.codeOf(status), message: 'No' };
    return [status, this.isInside ? { error } : error, headers];
  }
}

const listed = (status: number): string => codes[status] ?? 'other';

const judged = async (codeOf: (status: number) => string, isInside: boolean, said: string, more: Record<string, unknown> = {}) => {
  const document = thingsDocument(members, { required: ['title'] }) as { info: object; paths: Record<string, Record<string, object>> };
  const changed = { ...document, info: { ...document.info, description: said }, ...more };
  const only = [
    'errors/code-of-status',
    'errors/unknown-id-refused',
    'lifecycle/creation-accepted',
    'body/documented-mistake-refused',
    'body/required-refused',
  ];
  const { told, passed } = await judgedThings(new Coded(codeOf, isInside), changed, only);
  return [...told, ...passed.map((one) => `pass ${one}`)].filter((one) => one.includes('code-of-status'));
};

const pass = 'pass OAS-272 errors/code-of-status';
const broken = 'OAS-272 errors/code-of-status: code-of-other-status';

test.concurrent.for<readonly [string, Parameters<typeof judged>, readonly string[]]>([
  ['as the table says', [listed, true, table], [pass]],
  ['as the table says, at the top', [listed, false, table], [pass]],
  ['of another status', [(status) => (status === 404 ? 'wrong' : listed(status)), true, table], [broken]],
  [
    'of another status than in a list',
    [
      (status) => (status === 404 ? 'wrong' : listed(status)),
      false,
      'Codes:\n\n- `400` `wrong`\n- `404` `no_such_thing`\n- `405` `not_here`',
    ],
    [broken],
  ],
  ['for a special case', [(status) => (status === 404 ? 'never_was' : listed(status)), true, table], []],
  [
    'of which nothing is said',
    [(status) => (status === 404 ? 'wrong' : listed(status)), true, 'Errors have a `code`, such as `wrong`.'],
    [],
  ],
])(
  'an error has a code %s',
  besideOthers(async ([, given, expected]) => {
    const found = await judged(...given);
    // Other errors than those for a special case may be seen.
    expect(expected.length === 0 ? found.filter((one) => !one.startsWith('pass')) : found).toEqual(expected);
  }),
);

test.for<readonly [string, readonly (readonly [string, readonly number[]])[] | undefined]>([
  [
    table,
    [
      ['wrong', [400]],
      ['who', [401]],
      ['no_such_thing', [404]],
      ['not_here', [405]],
    ],
  ],
  [
    '| Code | HTTP status | Meaning |\n|---|---|---|\n| bad | 400, 422 | It is wrong |\n| gone | 404 | It is gone |\n| full | 409 | No room |',
    [
      ['bad', [400, 422]],
      ['gone', [404]],
      ['full', [409]],
    ],
  ],
  [
    'The code is `bad` (400), `gone` (404) or `full` (409).',
    [
      ['bad', [400]],
      ['gone', [404]],
      ['full', [409]],
    ],
  ],
  ['The code is `bad` (400) or `gone` (404).', undefined],
  ['| Status | Meaning |\n|---|---|\n| 400 | wrong |\n| 404 | gone |\n| 409 | full |', undefined],
  ['| HTTP code | State |\n|---|---|\n| 400 | wrong |\n| 404 | gone |\n| 409 | full |', undefined],
  ['| status | code |\n|---|---|\n| 400 | Bad Request |\n| 404 | Not Found |\n| 409 | Conflict |', undefined],
])('%s', ([said, expected]) => {
  const found = statusCodesIn(said);
  expect(found && [...found.statuses].map(([code, statuses]) => [code, [...statuses]])).toEqual(expected);
});
