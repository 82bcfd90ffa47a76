import { isObject } from '../pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { jsonOf } from '../message.ts';

/** A text that a run made: each begins with this and continues with the nonce of the run. */
export const ours = /(?<!\w)ct-\w/u;

/** The texts in a request that the run made. They contain the nonce of the run, so no other resource has them. */
export const ownTexts = ({ body, query, pathValues }: PlannedRequest): readonly string[] =>
  [
    ...(body?.kind === 'text' ? literalsIn(body.text) : sentTexts(body)),
    ...query.map(([, value]) => value),
    ...Object.values(pathValues),
  ].filter((text) => ours.test(text));

/** A text in JSON, between its quotes. */
const literal = /"(?:[^"\\]|\\.)*"/gu;

/** Has a text in JSON what each text of ours begins with, or an escape, which may stand for it. */
const mayBeOurs = (text: string): boolean => text.includes('ct-') || text.includes('\\');

/** The texts that may be of ours in what is, or nearly is, JSON: with a name twice, or with something behind its end. */
const literalsIn = (text: string): readonly string[] => {
  if (!mayBeOurs(text)) return [];
  return [...text.matchAll(literal)].flatMap(([one]) => {
    if (!mayBeOurs(one)) return [];
    try {
      return [String(JSON.parse(one))];
    } catch {
      return [];
    }
  });
};

/** Every text in a body that is written of a value. */
export const sentTexts = (body: PlannedRequest['body']): readonly string[] => {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) Object.values(value).forEach(visit);
  };
  visit(body !== undefined && 'value' in body ? body.value : undefined);
  return found;
};

/** Whether an answer repeats a text of ours, and so is about the resource that we asked for. */
export const repeatsOurs = (exchange: Exchange): boolean => {
  const own = new Set(ownTexts(exchange.request));
  const visit = (value: unknown): boolean => {
    if (typeof value === 'string') return own.has(value);
    if (Array.isArray(value)) return value.some(visit);
    return isObject(value) && Object.values(value).some(visit);
  };
  return own.size > 0 && visit(jsonOf(exchange));
};
