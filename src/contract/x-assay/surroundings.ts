import { promise, documented, statuses, text, type JsonSchema, type Documented, type Statuses } from './schema-forms.ts';

/** The version stands in the path: as the last segment of the base URL or, where the paths of operations carry it, as their first. */
export type Versioning = Documented & {
  readonly segment: string;
  /** `base` where nothing is said. */
  readonly in?: 'base' | 'path';
  /** A published version changes only by additions. */
  readonly additive?: Documented;
};

/** What a request without encryption gets, where that is not what the same request gets with it. */
export type Transport = Documented & {
  readonly plainHttp?: Documented & {
    /** Statuses of an answer; without it, any answer but a success, or none. */
    readonly answered?: Statuses;
    /** It is refused rather than redirected. */
    readonly rejected?: Documented;
    /** A redirect names the same path and query under https. */
    readonly location?: Documented;
    /** A write has no effect. */
    readonly withoutEffect?: Documented;
  };
  /** The character encoding that answers declare, where they declare one. */
  readonly charset?: Documented & { readonly is: 'utf-8' };
};

/** A second environment for trying things out, at the address that a target names `urls.sandbox`. */
export type Sandbox = Documented & {
  /** It answers the operations of this document. */
  readonly served?: Documented;
  /** What is created in one environment is not in the other. */
  readonly apart?: Documented;
  /** It holds data from the start. */
  readonly seeded?: Documented;
  /** `none`: no request is refused for a quota; `uncounted`: its requests use nothing up in the live environment. */
  readonly quota?: Documented & { readonly is: 'none' | 'uncounted' };
};

/** A stream of events that stays open (WHATWG HTML, Server-sent events). */
export type Stream = Documented & {
  readonly kind: 'server-sent-events';
  /** It stays open while nothing happens. */
  readonly staysOpen?: Documented;
  /** What the data of an event is. */
  readonly data?: Documented & { readonly is: 'json' };
};

export const versioning = documented('The version stands in the path.', ['segment'], {
  segment: { description: 'The version, as a segment of the path.', type: 'string', pattern: '^[^/?#]+$' },
  in: {
    description: 'Where the segment stands: base, the last of the base URL; path, the first of the paths of operations. Without it, base.',
    enum: ['base', 'path'],
  },
  additive: promise('A published version changes only by additions.'),
});

export const transport: JsonSchema = documented('What is promised of the way beneath the messages.', [], {
  plainHttp: documented('What a request without encryption gets.', [], {
    answered: statuses('Of an answer; without it, any answer but a success, or none.'),
    rejected: promise('It is refused rather than redirected.'),
    location: promise('A redirect names the same path and query under https.'),
    withoutEffect: promise('A write has no effect.'),
  }),
  charset: documented('The character encoding that answers declare, where they declare one.', ['is'], {
    is: { description: 'The encoding.', const: 'utf-8' },
  }),
});

export const sandbox = documented('A second environment for trying things out.', [], {
  served: promise('It answers the operations of this document.'),
  apart: promise('What is created in one environment is not in the other.'),
  seeded: promise('It holds data from the start.'),
  quota: documented('How its requests count.', ['is'], {
    is: {
      description: 'none: no request is refused for a quota; uncounted: they use nothing up in the live environment.',
      enum: ['none', 'uncounted'],
    },
  }),
});

export const stream = documented('A stream of events that stays open.', ['kind'], {
  kind: { description: 'How events are framed.', const: 'server-sent-events' },
  staysOpen: promise('It stays open while nothing happens.'),
  data: documented('What the data of an event is.', ['is'], { is: { description: 'Its form.', const: 'json' } }),
});

/** `x-assay` on a Server Object. */
export const server = {
  environment: { description: 'What stands at this address: the live service, or a place to try things out.', enum: ['live', 'sandbox'] },
  purpose: text('What else is at this address: a name that a target gives an address of its own under urls.'),
} as const;
