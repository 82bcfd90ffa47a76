import type { Exchange } from '../model/exchange.ts';
import { headerValues, jsonOf } from './message.ts';
import { below, tokensOf, valueAt } from './pointer.ts';
import { rememberedByText } from '../model/remembered.ts';
import { holdsValue } from '../model/request.ts';

/** A parsed runtime expression (OpenAPI 3.1, Runtime Expressions), of the subset that `x-assay` uses. */
export type ParsedExpression =
  | { readonly from: 'response-body' | 'request-body'; readonly pointer: string }
  | { readonly from: 'response-header' | 'request-query' | 'request-path' | 'request-header'; readonly name: string };

/** Parses a runtime expression; undefined where it is outside the subset. */
export const parseExpression = rememberedByText((expression): ParsedExpression | undefined => {
  const body = /^\$(response|request)\.body(?:#(.*))?$/s.exec(expression);
  if (body) return { from: body[1] === 'request' ? 'request-body' : 'response-body', pointer: body[2] ?? '' };
  const named = /^\$(response\.header|request\.query|request\.path|request\.header)\.(.+)$/.exec(expression);
  if (!named?.[1] || !named[2]) return undefined;
  return { from: named[1].replace('.', '-') as 'response-header', name: named[2] };
});

/** The value at a JSON pointer, in which `-1` is the last item of an array. */
const valueIn = (json: unknown, pointer: string): unknown => {
  if (!pointer.includes('/-1')) return valueAt(json, pointer);
  return tokensOf(pointer).reduce<unknown>(
    (value, token) => (token === '-1' && Array.isArray(value) ? (value.at(-1) as unknown) : valueAt(value, below('', token))),
    json,
  );
};

/**
 * The value of a runtime expression for an exchange; undefined where there is none. Of a repeated header field it is the first value.
 * @throws {RangeError} for an expression outside the subset.
 */
export const evaluate = (expression: string, exchange: Exchange): unknown => {
  const parsed = parseExpression(expression);
  if (!parsed)
    throw new RangeError(
      `Cannot evaluate "${expression}": it is not a supported runtime expression, write $response.body#/POINTER, $response.header.NAME or $request.query.NAME`,
    );
  switch (parsed.from) {
    case 'response-body': {
      const json = jsonOf(exchange);
      return json === undefined ? undefined : valueIn(json, parsed.pointer);
    }
    case 'request-body': {
      const { body } = exchange.request;
      return holdsValue(body) ? valueAt(body.value, parsed.pointer) : undefined;
    }
    case 'response-header':
      return headerValues(exchange, parsed.name)[0];
    case 'request-query':
      return exchange.request.query.find(([name]) => name === parsed.name)?.[1];
    case 'request-path':
      return exchange.request.pathValues[parsed.name];
    case 'request-header':
      return exchange.request.headers.find(([name]) => name.toLowerCase() === parsed.name.toLowerCase())?.[1];
  }
};
