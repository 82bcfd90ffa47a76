import {
  closed,
  count,
  headerName,
  named,
  oneOrMore,
  requirement,
  documented,
  requirementRules,
  statuses,
  statusList,
  type JsonSchema,
  type Documented,
  type Statuses,
} from './schema-forms.ts';

/** How a moment is written: a whole number counted from 1970 or from now, or a text (RFC 9110 section 5.6.7, RFC 3339). */
export const timeForms = ['seconds', 'milliseconds', 'epoch-seconds', 'epoch-milliseconds', 'http-date', 'date-time'] as const;
export type TimeForm = (typeof timeForms)[number];

/** The requests that a tier allows in a window: an exact number, perhaps with a larger one for a burst, or at least a number. */
export type QuotaPlan = Documented & ({ readonly limit: number; readonly burst?: number } | { readonly atLeast: number });

/** How many requests are accepted, and how the answers report it. */
export type RateLimit = Documented & {
  /** Whose requests count together, where that is documented. */
  readonly scope?: 'credential' | 'account';
  /** `kind` only where the documentation states how the window moves. */
  readonly window: Documented & { readonly seconds: number; readonly kind?: 'fixed' | 'rolling' };
  readonly plans?: Readonly<Record<string, QuotaPlan>>;
  /** Names of the response headers; their OpenAPI Header Objects describe their form. */
  readonly headers?: {
    readonly limit?: string;
    readonly remaining?: string;
    readonly reset?: { readonly name: string; readonly unit: TimeForm | readonly TimeForm[] };
    /** Every answer to a known caller has them. */
    readonly always?: boolean;
  };
  /** Values that a header reports whose name is not documented: it is found by customary names. */
  readonly unnamed?: { readonly remaining?: Documented; readonly reset?: Documented };
  /** Status of a request above the quota. */
  readonly exceeded: Statuses;
  /** Statuses on which Retry-After is sent and, with `only`, on no others. */
  readonly retryAfter?: Documented & {
    readonly header: string;
    readonly on: readonly number[];
    readonly only?: boolean;
    /** Every answer with such a status has it. */
    readonly always?: boolean;
    /** How it is written; without it, a number of seconds or an HTTP date (RFC 9110 section 10.2.3). */
    readonly form?: readonly ('seconds' | 'http-date')[];
  };
};

const tier: JsonSchema = {
  ...documented('A quota: either limit or atLeast.', [], {
    limit: count('Requests in a window.'),
    burst: count('The most requests that may be accepted at once; not below limit.'),
    atLeast: count('Requests in a window, or more by agreement.'),
  }),
  oneOf: [{ required: ['limit'] }, { required: ['atLeast'] }],
  dependentRequired: { ...requirementRules, burst: ['limit'] },
};

export const rateLimit = documented('How many requests are accepted, and how the answers report it.', ['window', 'exceeded'], {
  scope: { description: 'Whose requests count together.', enum: ['credential', 'account'] },
  window: documented('The time over which requests are counted.', ['seconds'], {
    seconds: { description: 'Its length.', type: 'number', exclusiveMinimum: 0 },
    kind: { description: 'How it moves, if that is documented.', enum: ['fixed', 'rolling'] },
  }),
  plans: named('The documented quota of each tier, by its name.', tier),
  headers: closed('Names of the response headers; their Header Objects describe their form.', [], {
    limit: headerName('Reports the quota.'),
    remaining: headerName('Reports how many requests are left.'),
    reset: closed('Reports when the count starts again.', ['name', 'unit'], {
      name: headerName('Name of the header.'),
      unit: oneOrMore('How the moment is written; several where that is not documented.', { enum: [...timeForms] }),
    }),
    always: { description: 'Every answer to a known caller has them.', type: 'boolean' },
  }),
  unnamed: closed('Values that a header reports whose name is not documented.', [], {
    remaining: requirement('How many requests are left.'),
    reset: requirement('When the count starts again.'),
  }),
  exceeded: statuses('For a request above the quota.'),
  retryAfter: documented('The header that states how long to wait.', ['header', 'on'], {
    header: headerName('Name of the header.'),
    on: statusList('Statuses with this header.'),
    only: { description: 'No other status has it.', type: 'boolean' },
    always: { description: 'Every answer with such a status has it.', type: 'boolean' },
    form: {
      description: 'How it is written; without it, either.',
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['seconds', 'http-date'] },
    },
  }),
});
