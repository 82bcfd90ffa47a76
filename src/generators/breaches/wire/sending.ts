import type { ParameterStyle } from '../../../model/request.ts';

/** How a parameter is written down (OpenAPI 3.1, Style Values). */
export type ParameterSending = {
  readonly kind: 'parameter';
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
};

/** How a value is sent: typed, as JSON, or as text. */
export type Sending = { readonly kind: 'json' } | ParameterSending;

/** What is sent for a parameter: its query pairs, or its one text. An empty list: nothing at all. */
export type Sent = readonly string[];
