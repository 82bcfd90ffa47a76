import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { itemIn } from '../../subjects/round-trips.ts';
import { mentions } from '../../subjects/shown-resource.ts';
import { type ToldSearch, toldSearches } from '../../subjects/told-searches.ts';

/** A search that has to find what the run created, or may not; and the promise by which that is so. */
type Asked = {
  readonly code: string;
  /** The text that the resource has. */
  readonly own: string;
  readonly text: string;
  readonly has: boolean;
  readonly promise: string;
  readonly exchange: Exchange;
};

type Result = {
  readonly creation: Exchange;
  /** The search by the text of a member as it is; undefined where none found the resource. */
  readonly control: { readonly member: string; readonly text: string; readonly exchange: Exchange } | undefined;
  /** It is found by a text that it does not have. */
  readonly isEverything: boolean;
  readonly asked: readonly Asked[];
  readonly isShown: readonly boolean[];
};

/** Longest wait in milliseconds until a search shows what the run created. */
const longestMs = 5000;

/** Signs that stand for others in patterns of databases and shells. */
const signs = ['%', '_', '*'] as const;

/** The same text with a sign in the place of a letter. */
const withSign = (text: string, sign: string): string => `${text.slice(0, 4)}${sign}${text.slice(5)}`;

/** In capitals, but for letters that not every service can write so. */
const inOtherCase = (text: string): string => text.replaceAll(/[a-z]/gu, (letter) => letter.toUpperCase());

const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

const searched = async (subject: ToldSearch, session: Session): Promise<Result> => {
  const { operation, parameter, trip, list, texts, promises } = subject;
  const { contract } = session;
  const accented = promises.accents !== undefined ? 'crème' : promises.otherLetters === undefined ? '' : 'äöé';
  const ending = `${accented}${promises.literal === undefined ? '' : '_50%'}`;
  const words = new Map(
    texts
      .map(({ name, schema }) => ({ name, schema, text: `zq${session.hex(`told-search-${operation.key}-${name}`, 8)}${ending}` }))
      .filter(
        ({ schema, text }) => mayBeSent(contract.document, schema, text) && mayBeSent(contract.document, parameter.schema ?? true, text),
      )
      .map(({ name, text }) => [name, text] as const),
  );
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const { exchange: creation, id } = await make(way, 'told-search', (base) => ({ ...base, ...Object.fromEntries(words) }));
  const nothing: Result = { creation, control: undefined, isEverything: false, asked: [], isShown: [] };
  if (id === undefined) return nothing;
  const send = (text: string): Promise<Exchange> => {
    const base = usableRequest(session, operation, 'told-search', { pathValues: creation.request.pathValues });
    return session.send({ ...base, query: [...base.query.filter(([name]) => name !== parameter.name), [parameter.name, text]] });
  };
  const isIn = (exchange: Exchange): boolean =>
    isSuccess(exchange) && (list ? itemIn(trip, list, exchange, id) !== undefined : mentions(jsonOf(exchange), id));
  const withinMs = Math.min(patienceMs(session.target, 'created.listed', { presumed: trip }), longestMs);
  const control = await until(session, { withinMs, why: 'the search is to show what was created' }, async () => {
    for (const [member, text] of words) {
      const exchange = await send(text);
      if (isIn(exchange)) return { member, text, exchange };
    }
    return undefined;
  });
  if (!control) return nothing;
  const isEverything = isIn(await send(`zq${session.hex('told-search-absent', 8)}`));
  if (isEverything) return { ...nothing, control, isEverything };
  const asked: Asked[] = [];
  const ask = async (code: string, own: string, text: string, has: boolean, promise: string | undefined): Promise<boolean> => {
    if (promise === undefined) return false;
    const exchange = await send(text);
    asked.push({ code, own, text, has, promise, exchange });
    return isIn(exchange);
  };
  /** What is found by a text in one of its writings is found in the others, in each member that is looked at. */
  const askInOtherWritings = async (text: string): Promise<void> => {
    await ask('without-accents-not-found', text, withoutAccents(text), true, promises.accents);
    await ask('other-case-not-found', text, inOtherCase(text), true, promises.letterCase);
    await ask('other-letters-not-found', text, text.toUpperCase(), true, promises.otherLetters);
  };
  const { text } = control;
  await askInOtherWritings(text);
  // A search that looks for each part of a text by itself finds it with any sign in it.
  const isLiteral = promises.literal !== undefined && !isIn(await send(withSign(text, '-')));
  for (const sign of isLiteral ? signs : []) await ask('sign-as-pattern', text, withSign(text, sign), false, promises.literal);
  for (const [member, sentence] of Object.entries(promises.within)) {
    const own = member === control.member ? undefined : words.get(member);
    if (own !== undefined && (await ask('member-not-searched', own, own, true, sentence))) await askInOtherWritings(own);
  }
  for (const [member, sentence] of Object.entries(promises.without)) {
    const own = words.get(member);
    if (own !== undefined) await ask('member-searched', own, own, false, sentence);
  }
  return { creation, control, isEverything, asked, isShown: asked.map(({ exchange }) => isIn(exchange)) };
};

export const searchAsTold = defineProbe<ToldSearch, Result>({
  id: 'filtering/search-as-told',
  title: 'A search looks where the document says, and compares as it says: without accents, in any case, with signs as they are',
  why: 'People type what they remember, without accents and with what they saw on a label. What is not found by it is lost to them.',
  fix: 'Compare texts without what does not count, escape the signs of patterns, and look at the described members and no others.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: toldSearches,
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...prerequisitesFor(operation, around)],
  cost: () => ({ requests: 30, creates: 1 }),
  run: searched,
  judge({ parameter, operation }, { creation, control, isEverything, asked, isShown }) {
    if (!control) return inconclusive(`${operation.key} shows nothing that the run created`, [creation]);
    if (isEverything) return inconclusive('It is found by a text that it does not have, too', [control.exchange]);
    const open = asked.find(({ exchange }) => !isSuccess(exchange));
    const wrong = asked.findIndex(({ exchange, has }, n) => isSuccess(exchange) && isShown[n] !== has);
    const broken = asked[wrong];
    if (broken) {
      const { code, own, text, has, promise, exchange } = broken;
      const expected = `${has ? 'the' : 'not the'} resource with "${own}" for "${text}": "${promise.slice(0, 200)}"`;
      const finding = { code, where: `query ${parameter.name}`, expected, actual: has ? 'a result without it' : 'a result with it' };
      return unconfirmed(fail(finding, [exchange, control.exchange, creation]));
    }
    const judged = asked.filter(({ exchange }) => isSuccess(exchange)).length;
    if (judged > 0) return pass(judged);
    return inconclusive(open ? `The search was answered ${outcomeOf(open.exchange)}` : 'Nothing could be tried', [
      open?.exchange ?? control.exchange,
    ]);
  },
});
