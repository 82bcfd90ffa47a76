import {
  closed,
  count,
  headerName,
  named,
  oneOrMore,
  promise,
  documented,
  requirementRules,
  statuses,
  statusList,
  type JsonSchema,
  type Documented,
  type Statuses,
} from './schema-forms.ts';

/** How a moment is written: whole numbers counted from 1970 or from now, or a text (RFC 9110 section 5.6.7, RFC 3339). */
export const timeForms = ['seconds', 'milliseconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'] as const;
export type TimeForm = (typeof timeForms)[number];

/** Requests in a window: exactly, with how many more in a burst, or at least so many by agreement. */
export type QuotaPlan = Documented & ({ readonly limit: number; readonly burst?: number } | { readonly atLeast: number });

/** How many requests are let through, and how the answers tell. */
export type RateLimit = Documented & {
  /** Whose requests count together, where that is printed. */
  readonly scope?: 'credential' | 'account';
  /** `kind` only where the documentation says how the window moves. */
  readonly window: Documented & { readonly seconds: number; readonly kind?: 'fixed' | 'rolling' };
  readonly plans?: Readonly<Record<string, QuotaPlan>>;
  /** Names of the response headers; their form stands in the OpenAPI Header Objects. */
  readonly headers?: {
    readonly limit?: string;
    readonly remaining?: string;
    readonly reset?: { readonly name: string; readonly unit: TimeForm | readonly TimeForm[] };
  };
  /** What some header tells whose name is not printed: it is found by convention. */
  readonly unnamed?: { readonly remaining?: Documented; readonly reset?: Documented };
  /** Status of a request above the quota. */
  readonly exceeded: Statuses;
  /** On which statuses Retry-After is sent and, with `only`, on no others. */
  readonly retryAfter?: Documented & {
    readonly header: string;
    readonly on: readonly number[];
    readonly only?: boolean;
    /** How it is written; without it, a number of seconds or an HTTP date (RFC 9110 section 10.2.3). */
    readonly form?: readonly ('seconds' | 'http-date')[];
  };
};

const plan: JsonSchema = {
  ...documented('A quota: either limit or atLeast.', [], {
    limit: count('Requests in a window.'),
    burst: count('The most requests that a window may let through at once; not below limit.'),
    atLeast: count('Requests in a window, or more by agreement.'),
  }),
  oneOf: [{ required: ['limit'] }, { required: ['atLeast'] }],
  dependentRequired: { ...requirementRules, burst: ['limit'] },
};

export const rateLimit = documented('How many requests are let through, and how the answers tell.', ['window', 'exceeded'], {
  scope: { description: 'What shares one count.', enum: ['credential', 'account'] },
  window: documented('The time that is counted over.', ['seconds'], {
    seconds: { description: 'Its length.', type: 'number', exclusiveMinimum: 0 },
    kind: { description: 'How it moves, where that is printed.', enum: ['fixed', 'rolling'] },
  }),
  plans: named('The printed quota of each plan, by its name.', plan),
  headers: closed('Names of the response headers; their form stands in the Header Objects.', [], {
    limit: headerName('Carries the quota.'),
    remaining: headerName('Carries how many requests are left.'),
    reset: closed('Carries when the count starts anew.', ['name', 'unit'], {
      name: headerName('Name of the header.'),
      unit: oneOrMore('How the moment is written; several where the documentation does not say.', { enum: [...timeForms] }),
    }),
  }),
  unnamed: closed('What some header tells whose name is not printed.', [], {
    remaining: promise('How many requests are left.'),
    reset: promise('When the count starts anew.'),
  }),
  exceeded: statuses('For a request above the quota.'),
  retryAfter: documented('The header that says how long to wait.', ['header', 'on'], {
    header: headerName('Name of the header.'),
    on: statusList('Statuses that carry it.'),
    only: { description: 'No other status carries it.', type: 'boolean' },
    form: {
      description: 'How it is written; without it, either.',
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['seconds', 'http-date'] },
    },
  }),
});
