import { ownTexts } from '../../../contract/infer/own-texts.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, Undecidable, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { searches } from '../../subjects/hidden-resources.ts';
import { roundTrips } from '../../subjects/round-trips.ts';
import { mentions } from '../../subjects/shown-resource.ts';

/** How many of the words that are asked for an item has to have. */
type Needed = 'every' | 'any';

type Search = Subject & { readonly operation: Operation; readonly parameter: string; readonly needed: Needed; readonly sentence: string };

const every = /\b(?:every|all|each)(?: of)?(?: the| its| these)? (?:search )?(?:words?|terms?)\b/iu;
const any = /\b(?:any|one|at least one)(?: of)?(?: the| its| these)? (?:search )?(?:words?|terms?)\b/iu;
const unclear = /\b(?:not|may|might|rank\w*|relevan\w*|quot\w*|operator|first|then|before|unless|except|more)\b/iu;

const neededIn = (sentence: string): Needed | undefined => {
  if (unclear.test(sentence)) return undefined;
  const [isEvery, isAny] = [every.test(sentence), any.test(sentence)];
  return isEvery === isAny ? undefined : isEvery ? 'every' : 'any';
};

const wordSearches = (contract: Contract): readonly Search[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  return searches(contract).flatMap(({ operation, parameter }): Search[] => {
    const own = operation.parameters.find(({ in: where, name }) => where === 'query' && name === parameter);
    const texts = [own?.location, operation.location].flatMap((one) => (one ? saidIn(valueAt(document, nodeOf(one))) : []));
    const [found] = texts.flatMap(sentencesOf).flatMap((sentence) => {
      const needed = neededIn(sentence.replaceAll(/[`*]/gu, ''));
      return needed ? [{ needed, sentence }] : [];
    });
    return found ? [at(operation.location, { operation, parameter, ...found })] : [];
  });
};

/** Longest wait in milliseconds until a search shows what the run created. */
const longestMs = 5000;

/** Most types of resources that a search may be for. */
const mostTypes = 6;

type Result = { readonly text: string; readonly alone: Exchange; readonly beside: Exchange };

/** A text of a resource that the run created, which a search finds by it. */
const foundText = async (session: Session, { operation, parameter }: Search): Promise<{ text: string; alone: Exchange } | undefined> => {
  const { contract } = session;
  const own = operation.parameters.find(({ name }) => name === parameter);
  const texts: string[] = [];
  for (const { create } of roundTrips(contract).slice(0, mostTypes)) {
    const made = await orSkipped(session.run(created, { operation: create.key }));
    if (isSkipped(made) || !isSuccess(made.exchange)) continue;
    const fits = (text: string): boolean => mayBeSent(contract.document, own?.schema ?? true, `${text} ${session.fresh('')}absent`);
    texts.push(...ownTexts(made.exchange.request).filter(fits).slice(0, 2));
  }
  const withinMs = Math.min(patienceMs(session.target, 'created.listed'), longestMs);
  return until(session, { withinMs, why: 'the search is to show what was created' }, async () => {
    for (const text of texts) {
      const alone = await search(session, operation, parameter, text);
      if (isSuccess(alone) && mentions(jsonOf(alone), text)) return { text, alone };
    }
    return undefined;
  });
};

const search = (session: Session, operation: Operation, parameter: string, text: string): Promise<Exchange> => {
  const base = usableRequest(session, operation, 'words');
  return session.send({ ...base, query: [...base.query.filter(([name]) => name !== parameter), [parameter, text]] });
};

/** How many results an answer shows: the entries of its longest list. */
const resultsIn = (body: unknown): number => {
  if (Array.isArray(body)) return body.length;
  return isObject(body) ? Math.max(0, ...Object.values(body).map(resultsIn)) : 0;
};

export const searchedWords = defineProbe<Search, Result>({
  id: 'filtering/searched-words',
  title: 'A search for several words finds what has every one of them, or any, as the document says',
  why: 'The more exactly people say what they look for, the more they get that is something else, or nothing at all.',
  fix: 'Combine the words of a search as the document says.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...wordSearches(contract)],
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 20, creates: 1 }),
  async run(subject, session) {
    const found = await foundText(session, subject);
    if (!found) throw new Undecidable(`${subject.operation.key} shows nothing that the run created`, []);
    const beside = await search(session, subject.operation, subject.parameter, `${found.text} ${session.fresh('')}absent`);
    return { ...found, beside };
  },
  judge({ needed, sentence, parameter }, { text, alone, beside }) {
    if (!isSuccess(beside)) return inconclusive(`Two words were answered ${outcomeOf(beside)}`, [beside, alone]);
    const isShown = mentions(jsonOf(beside), text);
    if (isShown === (needed === 'any')) return pass(1);
    // What has both words may come first, and fill the page.
    if (!isShown && resultsIn(jsonOf(beside)) > 0) return inconclusive('Other results come before it, or instead of it', [beside, alone]);
    const finding = {
      code: needed === 'any' ? 'word-not-found' : 'word-missing',
      where: `query ${parameter}`,
      expected: `${needed === 'any' ? 'the item' : 'no item'} with "${text}" for it and a word that no item has: "${sentence.slice(0, 200)}"`,
      actual: isShown ? 'the item with the first word alone' : 'a result without it',
    };
    return unconfirmed(fail(finding, [beside, alone]));
  },
});
