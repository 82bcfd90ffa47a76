import { promise, promised, statuses, text, type JsonSchema, type Promised, type Statuses } from './schema-forms.ts';

/** The version stands in the path: as the last segment of the base URL or, where the paths of operations carry it, as their first. */
export type Versioning = Promised & {
  readonly segment: string;
  /** `base` where nothing is said. */
  readonly in?: 'base' | 'path';
  /** A published version changes only by additions. */
  readonly additive?: Promised;
};

/** What a request without encryption gets, where that is not what the same request gets with it. */
export type Transport = Promised & {
  readonly plainHttp?: Promised & {
    /** Statuses of an answer; without it, any answer but a success, or none. */
    readonly answered?: Statuses;
    /** It is refused rather than redirected. */
    readonly rejected?: Promised;
    /** A redirect names the same path and query under https. */
    readonly location?: Promised;
    /** A write has no effect. */
    readonly withoutEffect?: Promised;
  };
  /** The character encoding that answers declare, where they declare one. */
  readonly charset?: Promised & { readonly is: 'utf-8' };
};

/** A second environment for trying things out, at the address that a target names `urls.sandbox`. */
export type Sandbox = Promised & {
  /** It answers the operations of this document. */
  readonly served?: Promised;
  /** What is created in one environment is not in the other. */
  readonly apart?: Promised;
  /** It holds data from the start. */
  readonly seeded?: Promised;
  /** `none`: no request is refused for a quota; `uncounted`: its requests use nothing up in the live environment. */
  readonly quota?: Promised & { readonly is: 'none' | 'uncounted' };
};

/** A stream of events that stays open (WHATWG HTML, Server-sent events). */
export type Stream = Promised & {
  readonly kind: 'server-sent-events';
  /** It stays open while nothing happens. */
  readonly staysOpen?: Promised;
  /** What the data of an event is. */
  readonly data?: Promised & { readonly is: 'json' };
};

export const versioning = promised('The version stands in the path.', ['segment'], {
  segment: { description: 'The version, as a segment of the path.', type: 'string', pattern: '^[^/?#]+$' },
  in: {
    description: 'Where the segment stands: base, the last of the base URL; path, the first of the paths of operations. Without it, base.',
    enum: ['base', 'path'],
  },
  additive: promise('A published version changes only by additions.'),
});

export const transport: JsonSchema = promised('What is promised of the way beneath the messages.', [], {
  plainHttp: promised('What a request without encryption gets.', [], {
    answered: statuses('Of an answer; without it, any answer but a success, or none.'),
    rejected: promise('It is refused rather than redirected.'),
    location: promise('A redirect names the same path and query under https.'),
    withoutEffect: promise('A write has no effect.'),
  }),
  charset: promised('The character encoding that answers declare, where they declare one.', ['is'], {
    is: { description: 'The encoding.', const: 'utf-8' },
  }),
});

export const sandbox = promised('A second environment for trying things out.', [], {
  served: promise('It answers the operations of this document.'),
  apart: promise('What is created in one environment is not in the other.'),
  seeded: promise('It holds data from the start.'),
  quota: promised('How its requests count.', ['is'], {
    is: {
      description: 'none: no request is refused for a quota; uncounted: they use nothing up in the live environment.',
      enum: ['none', 'uncounted'],
    },
  }),
});

export const stream = promised('A stream of events that stays open.', ['kind'], {
  kind: { description: 'How events are framed.', const: 'server-sent-events' },
  staysOpen: promise('It stays open while nothing happens.'),
  data: promised('What the data of an event is.', ['is'], { is: { description: 'Its form.', const: 'json' } }),
});

/** `x-assay` on a Server Object. */
export const server = {
  environment: { description: 'What stands at this address: the live service, or a place to try things out.', enum: ['live', 'sandbox'] },
  purpose: text('What else is at this address: a name that a target gives an address of its own under urls.'),
} as const;
