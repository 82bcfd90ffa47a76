import { wordsOf } from '../../../contract/infer/words.ts';
import { jsonOf } from '../../../contract/message.ts';
import { readMoment } from '../../../contract/moment.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Broken, defineRule, line } from '../../kit/http-rule.ts';

/** Names in words of the moment of the last change. */
const changeNames = new Set(
  'updated at,updated on,updated,last updated,last updated at,modified at,modified on,modified,last modified,last modified at,changed at,date updated,date modified'.split(
    ',',
  ),
);

type Shown = { readonly name: string; readonly text: string; readonly ms: number };

/** The moment of the last change that an answer shows of the one resource in it, at the top or in its one object. */
const shownChange = (exchange: Exchange): Shown | undefined => {
  const body = jsonOf(exchange);
  if (!isObject(body)) return undefined;
  const inner = Object.values(body).filter(isObject);
  const [only] = Object.keys(body).length === 1 && inner.length === 1 ? inner : [body];
  for (const [name, text] of Object.entries(only ?? body)) {
    const moment = changeNames.has(wordsOf(name).join(' ')) ? readMoment(text) : undefined;
    if (moment?.hasTime && typeof text === 'string') return { name, text, ms: moment.ms };
  }
  return undefined;
};

/** Last-Modified counts whole seconds, and may be taken a moment before what is stored. */
const toleranceMs = 2000;

export const lastModifiedCovers = defineRule({
  id: 'http/last-modified-covers-change',
  title: 'Last-Modified is not before the last change that the same answer shows',
  why: 'A cache that asks by this date is told that nothing has changed, and keeps showing the old version.',
  fix: 'Set Last-Modified to the moment of the last change of anything that the answer shows, not to that of the creation.',
  scope: 'operation',
  isAbout: ({ method }) => method === 'GET',
  judge({ exchange, status, values }): readonly ('holds' | Broken)[] {
    const [field, ...others] = values('Last-Modified');
    const date = Date.parse(field ?? '');
    const change = status === 200 && field !== undefined && others.length === 0 && !Number.isNaN(date) ? shownChange(exchange) : undefined;
    if (change === undefined || field === undefined) return [];
    if (date + toleranceMs >= change.ms) return ['holds'];
    const expected = `a date that is not before ${change.text}, which ${change.name} shows`;
    return [{ code: 'last-modified-too-old', where: 'Last-Modified', expected, actual: line('Last-Modified', field) }];
  },
});
