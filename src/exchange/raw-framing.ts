import { wholeNumber } from '../contract/message.ts';
import type { RawDeparture } from '../model/exchange.ts';
import type { RawHead } from './raw-head.ts';

/** Where the content of an answer ends. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly octets: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  | { readonly kind: 'malformed'; readonly why: string };

export type Framed = { readonly framing: Framing; readonly departures: readonly RawDeparture[] };

/** Members of a list field in order (RFC 9110, section 5.6.1). */
const listed = ({ headers }: RawHead, field: string): string[] =>
  headers.filter(([name]) => name.toLowerCase() === field).flatMap(([, value]) => value.split(',').map((one) => one.trim()));

const lengthOf = (lengths: readonly string[]): Framing => {
  const [first = ''] = lengths;
  const wrong = lengths.find((one) => wholeNumber(one) === undefined);
  if (wrong !== undefined) return { kind: 'malformed', why: `${JSON.stringify(wrong)} is not a Content-Length` };
  if (lengths.some((one) => Number(one) !== Number(first))) {
    return { kind: 'malformed', why: `it has different lengths: ${lengths.join(' and ')}` };
  }
  return { kind: 'length', octets: Number(first) };
};

/** How the content after a head is delimited. Source: RFC 9112, section 6.3. */
export const framingOf = (head: RawHead, method: string): Framed => {
  const lengths = listed(head, 'content-length');
  const codings = listed(head, 'transfer-encoding').map((coding) => coding.toLowerCase());
  if (method === 'HEAD' || head.status === 204 || head.status === 304) {
    const announced = head.status === 204 && (codings.length > 0 || lengths.some((one) => Number(one) > 0));
    return { framing: { kind: 'none' }, departures: announced ? ['content-where-none-is'] : [] };
  }
  if (codings.length > 0) {
    // The transfer coding overrides the length.
    const departures: readonly RawDeparture[] = lengths.length > 0 ? ['length-beside-chunks'] : [];
    const [coding = ''] = codings;
    if (codings.length > 1 || coding !== 'chunked') {
      return { framing: { kind: 'malformed', why: `the transfer coding "${codings.join(', ')}" is not supported` }, departures };
    }
    return { framing: { kind: 'chunked' }, departures };
  }
  if (lengths.length === 0) return { framing: { kind: 'until-close' }, departures: [] };
  return { framing: lengthOf(lengths), departures: lengths.length > 1 ? ['repeated-length'] : [] };
};
