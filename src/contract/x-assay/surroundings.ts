import { requirement, documented, statuses, text, type JsonSchema, type Documented, type Statuses } from './schema-forms.ts';

/** The version is a segment of the path: the last of the base URL or, where the paths of operations have it, their first. */
export type Versioning = Documented & {
  readonly segment: string;
  /** `base` where it is absent. */
  readonly in?: 'base' | 'path';
  /** A published version changes only by additions. */
  readonly additive?: Documented;
};

/** Requirements on the transport: requests without encryption, and the character encoding of answers. */
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

/** A second environment for experiments, at the address that a target names `urls.sandbox`. */
export type Sandbox = Documented & {
  /** It answers the operations of this document. */
  readonly served?: Documented;
  /** What is created in one environment is not in the other. */
  readonly apart?: Documented;
  /** It has data from the start. */
  readonly seeded?: Documented;
  /** `none`: no request is refused because of a quota; `uncounted`: its requests do not count in the live environment. */
  readonly quota?: Documented & { readonly is: 'none' | 'uncounted' };
};

/** A stream of events that stays open (WHATWG HTML, Server-sent events). */
export type Stream = Documented & {
  readonly kind: 'server-sent-events';
  /** It stays open while nothing happens. */
  readonly staysOpen?: Documented;
  /** The form of the data of an event. */
  readonly data?: Documented & { readonly is: 'json' };
};

export const versioning = documented('The version is a segment of the path.', ['segment'], {
  segment: { description: 'The version, as a segment of the path.', type: 'string', pattern: '^[^/?#]+$' },
  in: {
    description: 'Where the segment is: base, the last of the base URL; path, the first of the paths of operations. Without it, base.',
    enum: ['base', 'path'],
  },
  additive: requirement('A published version changes only by additions.'),
});

export const transport: JsonSchema = documented('Requirements on the transport.', [], {
  plainHttp: documented('The answer to a request without encryption.', [], {
    answered: statuses('Its status; without this word, any answer but a success, or none.'),
    rejected: requirement('It is refused rather than redirected.'),
    location: requirement('A redirect names the same path and query under https.'),
    withoutEffect: requirement('A write has no effect.'),
  }),
  charset: documented('The character encoding that answers declare, where they declare one.', ['is'], {
    is: { description: 'The encoding.', const: 'utf-8' },
  }),
});

export const sandbox = documented('A second environment for experiments.', [], {
  served: requirement('It answers the operations of this document.'),
  apart: requirement('What is created in one environment is not in the other.'),
  seeded: requirement('It has data from the start.'),
  quota: documented('How its requests count.', ['is'], {
    is: {
      description: 'none: no request is refused because of a quota; uncounted: they do not count in the live environment.',
      enum: ['none', 'uncounted'],
    },
  }),
});

export const stream = documented('A stream of events that stays open.', ['kind'], {
  kind: { description: 'How events are framed.', const: 'server-sent-events' },
  staysOpen: requirement('It stays open while nothing happens.'),
  data: documented('The form of the data of an event.', ['is'], { is: { description: 'Its form.', const: 'json' } }),
});

/** `x-assay` on a Server Object. */
export const server = {
  environment: { description: 'What is at this address: the live service, or a sandbox for experiments.', enum: ['live', 'sandbox'] },
  purpose: text('What else is at this address: a name under which a target gives its own address in urls.'),
} as const;
