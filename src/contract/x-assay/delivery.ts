import { closed, count, documented, headerName, oneOrMore, text, type Documented, type JsonSchema } from './schema-forms.ts';

/** How long a failed delivery waits until it is tried again, in the documented seconds. */
export type DeliveryWait = {
  readonly seconds: number;
  /** The shortest and the longest wait that the documentation still allows. Default 10 % less, and 10 % or 30 s more. */
  readonly least?: number;
  readonly most?: number;
  /** After so long the attempt counts as missing. Default twice `most`. */
  readonly within?: number;
};

/** How a delivery is signed: a keyed hash (RFC 2104) over its octets. */
export type DeliverySignature = Documented & {
  readonly header: string;
  readonly algorithm: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha512';
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** The value of the header field, with `{signature}` and `{timestamp}` in it; `{signature}` where it is absent. */
  readonly form?: string;
  /** What is signed, made of `{body}`, `{timestamp}` and `{id}`; `{body}` where it is absent. */
  readonly signs?: string;
  /** Header fields with the timestamp and the id, where `signs` has them and `form` has not. */
  readonly timestamp?: string;
  readonly id?: string;
  /** How the secret is written: as a text, or the octets in base64, after a prefix that ends in `_` if there is one. */
  readonly secret?: 'text' | 'base64';
};

/** What is documented about the deliveries of an event (docs/webhooks.md). */
export type DeliveryConvention = Documented & {
  /** The operations that cause the event, by operationId or key. */
  readonly causes?: readonly string[];
  /** Where a delivery has the id of its event. */
  readonly id?: string;
  /** Name of the duration within which a delivery must be answered. */
  readonly timeout?: string;
  readonly retries?: Documented & {
    /** Name of the duration that is the first wait: where a target gives another one, all waits are scaled with it. */
    readonly scale: string;
    /** Whether a wait counts from the attempt before it, or may as well count from the first one. Default attempt. */
    readonly from?: 'attempt' | 'either';
    readonly waits: readonly DeliveryWait[];
  };
  /** After so many failures in a row nothing more is delivered. */
  readonly disabledAfter?: Documented & { readonly failures: number };
  readonly signature?: DeliverySignature;
};

const seconds = (description: string): JsonSchema => ({ description, type: 'number', exclusiveMinimum: 0 });

const delivery = documented('How the event is delivered.', [], {
  causes: oneOrMore('The operations that cause the event, by operationId or key.', text('An operation.')),
  id: {
    description: 'Runtime expression for the id of the event in a delivery.',
    type: 'string',
    pattern: '^\\$request\\.(header\\.[^\\s]+|body#(/([^~/]|~[01])*)+)$',
  },
  timeout: text('Name of the duration within which a delivery must be answered.'),
  retries: documented('What follows a failed delivery.', ['scale', 'waits'], {
    scale: text('Name of the duration that is the first wait; all waits are scaled with it.'),
    from: {
      description: 'Whether a wait counts from the attempt before it, or may as well count from the first one.',
      enum: ['attempt', 'either'],
    },
    waits: {
      description: 'The waits in their order.',
      type: 'array',
      minItems: 1,
      items: closed('One wait, in the documented seconds.', ['seconds'], {
        seconds: seconds('How long it is.'),
        least: { description: 'The shortest that is still right; default 10 % less.', type: 'number', minimum: 0 },
        most: seconds('The longest that is still right; default 10 % or 30 s more.'),
        within: seconds('After so long the attempt counts as missing; default twice the longest.'),
      }),
    },
  }),
  disabledAfter: documented('After so many failures in a row nothing more is delivered.', ['failures'], { failures: count('How many.') }),
  signature: documented('How a delivery is signed.', ['header', 'algorithm', 'encoding'], {
    header: headerName('The header field with the signature.'),
    algorithm: { description: 'The keyed hash.', enum: ['hmac-sha1', 'hmac-sha256', 'hmac-sha512'] },
    encoding: { description: 'How the hash is written.', enum: ['hex', 'base64', 'base64url'] },
    form: text('The value of the header field, with {signature} and, if it has it, {timestamp}.'),
    signs: text('What is signed, made of {body}, {timestamp} and {id}; default {body}.'),
    timestamp: headerName('The header field with the timestamp.'),
    id: headerName('The header field with the id.'),
    secret: { description: 'How the secret is written; default text.', enum: ['text', 'base64'] },
  }),
});

/** The words of `x-assay` on a webhook or a callback. */
export const deliveryWords = { delivery } as const;
