import type { Contract, Operation } from '../../../contract/model.ts';
import type { CredentialName } from '../../../model/request.ts';
import type { Permission } from '../../../model/target.ts';
import type { BehaviourGroup } from './behaviour-row.ts';

/** What a row is about, and what a run needs to observe it. */
export type Situation = {
  readonly group: BehaviourGroup;
  readonly title: string;
  /** Without it the run does not send such a request. */
  readonly permission?: Permission;
  /** Without one of these the run cannot send such a request. */
  readonly credentials?: readonly CredentialName[];
  /** What a contract must have so that such a request is possible, and the words for one without it. */
  readonly asks?: { readonly has: (contract: Contract) => boolean; readonly without: string };
  /** The row can be read only with the contract: it knows the query parameters, the bodies and the lists. */
  readonly needsContract?: true;
};

const someOperation =
  (has: (operation: Operation) => boolean) =>
  ({ operations }: Contract): boolean =>
    operations.some(has);

const secured = { has: someOperation((one) => one.secured), without: 'no operation asks for a credential' } as const;
const byId = {
  has: someOperation(({ parameters }) => parameters.some((one) => one.in === 'path')),
  without: 'no operation names a resource by its path',
} as const;
const bodies = { has: someOperation(({ body }) => body !== undefined), without: 'no operation takes a body' } as const;
const queries = {
  has: someOperation(({ parameters }) => parameters.some((one) => one.in === 'query')),
  without: 'no operation has a query',
} as const;
const removals = { has: someOperation(({ method }) => method === 'DELETE'), without: 'no operation removes anything' } as const;
const lists = { has: ({ collections }: Contract) => collections.length > 0, without: 'the contract describes no list' } as const;
const pagedBy = (kind: 'cursor' | 'page', without: string) => ({
  has: ({ collections }: Contract) => collections.some(({ pages }) => pages.some((one) => one.kind === kind)),
  without,
});
const paged = {
  has: ({ collections }: Contract) => collections.some(({ pages }) => pages.length > 0),
  without: 'no list is documented to have pages',
} as const;
const numbered = pagedBy('page', 'no list is documented to have numbered pages');

const credential = (title: string, more: Partial<Situation> = {}): Situation => ({ group: 'credentials', title, asks: secured, ...more });
const unknown = (title: string, more: Partial<Situation> = {}): Situation => ({ group: 'unknown', title, asks: byId, ...more });
const body = (title: string): Situation => ({ group: 'bodies', title, permission: 'mutation', asks: bodies });
const query = (title: string): Situation => ({ group: 'queries', title, asks: queries });
const declaredQuery = (title: string, asks: NonNullable<Situation['asks']> = queries): Situation => ({
  ...query(title),
  asks,
  needsContract: true,
});
const list = (title: string, asks: NonNullable<Situation['asks']>): Situation => ({ group: 'lists', title, asks, needsContract: true });

/** Mistakes that a run makes on purpose wherever a contract allows for them, in the order of the rows. */
export const mistakes = {
  'mistake.credential-missing': credential('No credential'),
  'mistake.credential-blank': credential('A blank credential'),
  'mistake.credential-unknown': credential('A credential that the API never issued'),
  'mistake.credential-altered': credential('A credential that is one character off'),
  'mistake.credential-letter-case': credential('The credential in other letter case'),
  'mistake.credential-ended': credential('A revoked or expired credential', { credentials: ['revoked', 'expired'] }),
  'mistake.credential-misplaced': credential('A valid credential in another location, or under another scheme'),
  'mistake.scheme-letter-case': credential("A valid credential, the scheme's name in other letter case"),
  'mistake.credential-environment': credential('A credential of the other environment', { credentials: ['test'] }),
  'mistake.permission-missing': credential('A credential without the permission', { credentials: ['restricted'] }),
  'mistake.exhausted': credential('A creation in an account at its limit', { credentials: ['exhausted'], permission: 'mutation' }),
  'mistake.unknown-path': { group: 'unknown', title: 'A path that no operation has' },
  'mistake.method': { group: 'unknown', title: 'A method that the path does not have', permission: 'mutation' },
  'mistake.undocumented-read': unknown('A read of one resource that is not documented'),
  'mistake.unknown-id': unknown('An id that does not exist'),
  'mistake.malformed-id': unknown('A malformed id'),
  'mistake.unknown-removal': unknown('A removal of a resource that does not exist, or no longer', {
    permission: 'mutation',
    asks: removals,
  }),
  'mistake.foreign-thing': unknown('A resource of another account', { credentials: ['other'] }),
  'mistake.body-unparsable': body('A body that is not JSON'),
  'mistake.body-empty': body('An empty body'),
  'mistake.body-no-object': body('JSON that is not an object'),
  'mistake.media-type': { ...body('JSON that is declared as plain text'), needsContract: true },
  'mistake.member-missing': body('A required member left out'),
  'mistake.member-type': body('A member of another type'),
  'mistake.member-value': body('A value that cannot be used: unlisted, unknown or blocked'),
  'mistake.duplicate': body('The same creation again'),
  'mistake.query-unreadable': query('A query value that cannot be read as its type'),
  'mistake.query-empty': query('An empty query value'),
  'mistake.query-unknown-value': declaredQuery('A query value that no resource has'),
  'mistake.query-undeclared': declaredQuery('A query parameter that is not documented'),
  'mistake.page-size-above': declaredQuery('A page size above the maximum', paged),
  'mistake.page-size-below': declaredQuery('A page size of zero or less', paged),
  'mistake.page-beyond': declaredQuery('A page after the last one', numbered),
  'mistake.page-below': declaredQuery('A page before the first one', numbered),
  'mistake.cursor-made-up': {
    ...query('A cursor that the API never returned'),
    asks: pagedBy('cursor', 'no list is documented to have cursors'),
  },
  'mistake.query-range': declaredQuery('Another query number out of its range'),
} as const satisfies Readonly<Record<string, Situation>>;
export type Mistake = keyof typeof mistakes;

const success = (method: string): Situation => ({
  group: 'answers',
  title: `Success of ${method}`,
  ...(method === 'GET' ? {} : { permission: 'mutation' }),
  asks: { has: someOperation((one) => one.method === method), without: `no operation is a ${method}` },
});

const burst = { group: 'quota', permission: 'flood' } as const;

/** What all answers of a kind have in common. */
const traits = {
  'quota.refusal': { ...burst, title: 'A request above the quota' },
  'quota.headers-on-success': { group: 'quota', title: 'Headers about the quota, on success' },
  'quota.headers-on-refusal': { ...burst, title: 'Headers about the quota, on 429' },
  'quota.retry-after': { ...burst, title: 'Form of Retry-After, by status' },
  'errors.shape': { group: 'errors', title: 'Where the body holds an error' },
  'errors.members': { group: 'errors', title: 'Members of error bodies' },
  'errors.challenge': { group: 'errors', title: 'Challenge (WWW-Authenticate) with 401' },
  'lists.declared': list('Paging that is documented', lists),
  'lists.followed': list('Paging that gave a further page', paged),
  'lists.members': list('Members around the items of a list', lists),
  'answers.GET': success('GET'),
  'answers.POST': success('POST'),
  'answers.PUT': success('PUT'),
  'answers.PATCH': success('PATCH'),
  'answers.DELETE': success('DELETE'),
  'answers.media-type': { group: 'answers', title: 'Content-Type of JSON answers' },
  'answers.coding': { group: 'answers', title: 'Content-Encoding, without being asked for' },
  'answers.alternatives': { group: 'answers', title: 'Protocols offered by Alt-Svc' },
  'answers.headers': { group: 'answers', title: 'Other headers of successful answers' },
} as const satisfies Readonly<Record<string, Situation>>;
export type Trait = keyof typeof traits;

/** Every row of behaviour by its id, in order. */
export const situations: Readonly<Record<Mistake | Trait, Situation>> = { ...mistakes, ...traits };
