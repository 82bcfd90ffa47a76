import { checkById } from '../../../checks/index.ts';
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
  /** The check of a survey that asks for it, whatever the contract requires. */
  readonly survey?: string;
  /** The row can be read only with the contract: it knows the query parameters, the bodies and the lists. */
  readonly needsContract?: true;
};

const someOperation =
  (has: (operation: Operation) => boolean) =>
  ({ operations }: Contract): boolean =>
    operations.some(has);

const lists = { has: ({ collections }: Contract) => collections.length > 0, without: 'the contract describes no list' } as const;
const paged = {
  has: ({ collections }: Contract) => collections.some(({ pages }) => pages.length > 0),
  without: 'no list is documented to have pages',
} as const;

/**
 * A situation that a survey asks for by the check of its name.
 * @param without The words for a contract in which that check finds nothing to ask, so that the situation does not exist there.
 */
const surveyed = (name: string, without?: string): Pick<Situation, 'survey' | 'asks'> => {
  const survey = `survey/${name}`;
  if (without === undefined) return { survey };
  return { survey, asks: { has: (contract) => (checkById(survey)?.locations(contract).length ?? 0) > 0, without } };
};

/** Why a situation does not exist in a contract, in words that several share. */
const unguarded = 'no read needs a credential and nothing else';
const noScheme = 'no such read takes its credential behind the name of a scheme';
const nameless = 'no operation names a resource by its path';
const bodiless = 'no operation creates anything from JSON';
const queryless = 'no operation has a query';
const unnumbered = 'no list is documented to have numbered pages';

/** Mistakes that a run makes on purpose wherever a contract allows for them, in the order of the rows. */
export const mistakes = {
  'mistake.credential-missing': { group: 'credentials', title: 'No credential', ...surveyed('credential-missing', unguarded) },
  'mistake.credential-blank': { group: 'credentials', title: 'A blank credential', ...surveyed('credential-blank', unguarded) },
  'mistake.credential-unknown': {
    group: 'credentials',
    title: 'A credential that the API never issued',
    ...surveyed('credential-unknown', unguarded),
  },
  'mistake.credential-altered': {
    group: 'credentials',
    title: 'A credential that is one character off',
    ...surveyed('credential-altered', unguarded),
  },
  'mistake.credential-letter-case': {
    group: 'credentials',
    title: 'The credential in other letter case',
    ...surveyed('credential-letter-case', unguarded),
  },
  'mistake.credential-ended': {
    group: 'credentials',
    title: 'A revoked or expired credential',
    credentials: ['revoked', 'expired'],
    ...surveyed('credential-ended', unguarded),
  },
  'mistake.credential-misplaced': {
    group: 'credentials',
    title: 'A valid credential in another location, or under another scheme',
    ...surveyed('credential-misplaced', noScheme),
  },
  'mistake.scheme-letter-case': {
    group: 'credentials',
    title: "A valid credential, the scheme's name in other letter case",
    ...surveyed('scheme-letter-case', noScheme),
  },
  'mistake.credential-environment': {
    group: 'credentials',
    title: 'A credential of the other environment',
    credentials: ['test'],
    ...surveyed('credential-environment', unguarded),
  },
  'mistake.permission-missing': {
    group: 'credentials',
    title: 'A credential without the permission',
    permission: 'mutation',
    credentials: ['restricted'],
    ...surveyed('permission-missing', bodiless),
  },
  'mistake.exhausted': {
    group: 'credentials',
    title: 'A creation in an account at its limit',
    permission: 'mutation',
    credentials: ['exhausted'],
    asks: { has: someOperation(({ body }) => body !== undefined), without: 'no operation takes a body' },
  },
  'mistake.unknown-path': { group: 'unknown', title: 'A path that no operation has', ...surveyed('unknown-path') },
  'mistake.method': {
    group: 'unknown',
    title: 'A method that the path does not have',
    permission: 'mutation',
    ...surveyed('method', 'no path has nothing but reads and creations'),
  },
  'mistake.undocumented-read': {
    group: 'unknown',
    title: 'A read of one resource that is not documented',
    ...surveyed('undocumented-read', 'no path names a resource without a documented read'),
  },
  'mistake.unknown-id': { group: 'unknown', title: 'An id that does not exist', ...surveyed('unknown-id', nameless) },
  'mistake.malformed-id': { group: 'unknown', title: 'A malformed id', ...surveyed('malformed-id', nameless) },
  'mistake.unknown-removal': {
    group: 'unknown',
    title: 'A removal of a resource that does not exist, or no longer',
    permission: 'mutation',
    ...surveyed('unknown-removal', 'no operation removes anything'),
  },
  'mistake.foreign-thing': {
    group: 'unknown',
    title: 'A resource of another account',
    credentials: ['other'],
    ...surveyed('foreign-thing', 'no resource of a list can be read by its id'),
  },
  'mistake.body-unparsable': {
    group: 'bodies',
    title: 'A body that is not JSON',
    permission: 'mutation',
    ...surveyed('body-unparsable', bodiless),
  },
  'mistake.body-empty': { group: 'bodies', title: 'An empty body', permission: 'mutation', ...surveyed('body-empty', bodiless) },
  'mistake.body-no-object': {
    group: 'bodies',
    title: 'JSON that is not an object',
    permission: 'mutation',
    ...surveyed('body-no-object', bodiless),
  },
  'mistake.media-type': {
    group: 'bodies',
    title: 'JSON that is declared as plain text',
    permission: 'mutation',
    needsContract: true,
    ...surveyed('media-type', 'no creation takes JSON and no text'),
  },
  'mistake.member-missing': {
    group: 'bodies',
    title: 'A required member left out',
    permission: 'mutation',
    ...surveyed('member-missing', 'no body has to have a member'),
  },
  'mistake.member-type': {
    group: 'bodies',
    title: 'A member of another type',
    permission: 'mutation',
    ...surveyed('member-type', 'no body has a member with a type'),
  },
  'mistake.member-value': {
    group: 'bodies',
    title: 'A value that cannot be used: unlisted, unknown or blocked',
    permission: 'mutation',
    ...surveyed('member-value', 'no body has a member with listed values, or one that names something'),
  },
  'mistake.duplicate': { group: 'bodies', title: 'The same creation again', permission: 'mutation', ...surveyed('duplicate', bodiless) },
  'mistake.query-unreadable': {
    group: 'queries',
    title: 'A query value that cannot be read as its type',
    ...surveyed('query-unreadable', 'no query parameter has another type than text'),
  },
  'mistake.query-empty': { group: 'queries', title: 'An empty query value', ...surveyed('query-empty', queryless) },
  'mistake.query-unknown-value': {
    group: 'queries',
    title: 'A query value that no resource has',
    needsContract: true,
    ...surveyed('query-unknown-value', 'no query parameter takes a text that resources have'),
  },
  'mistake.query-undeclared': {
    group: 'queries',
    title: 'A query parameter that is not documented',
    needsContract: true,
    ...surveyed('query-undeclared', 'no operation reads anything'),
  },
  'mistake.page-size-above': {
    group: 'queries',
    title: 'A page size above the maximum',
    needsContract: true,
    ...surveyed('page-size-above', 'no list is documented to have a largest page'),
  },
  'mistake.page-size-below': {
    group: 'queries',
    title: 'A page size of zero or less',
    needsContract: true,
    ...surveyed('page-size-below', 'no list is documented to have a page size'),
  },
  'mistake.page-beyond': {
    group: 'queries',
    title: 'A page after the last one',
    needsContract: true,
    ...surveyed('page-beyond', unnumbered),
  },
  'mistake.page-below': {
    group: 'queries',
    title: 'A page before the first one',
    needsContract: true,
    ...surveyed('page-below', unnumbered),
  },
  'mistake.cursor-made-up': {
    group: 'queries',
    title: 'A cursor that the API never returned',
    ...surveyed('cursor-made-up', 'no list is documented to have cursors'),
  },
  'mistake.query-range': {
    group: 'queries',
    title: 'Another query number out of its range, or a fraction',
    needsContract: true,
    ...surveyed('query-range', 'no query parameter takes a whole number'),
  },
} as const satisfies Readonly<Record<string, Situation>>;
export type Mistake = keyof typeof mistakes;

const list = (title: string, asks: NonNullable<Situation['asks']>): Situation => ({ group: 'lists', title, asks, needsContract: true });

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
export const situations: Readonly<Record<string, Situation>> & Readonly<Record<Mistake | Trait, Situation>> = { ...mistakes, ...traits };
