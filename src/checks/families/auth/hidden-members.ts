import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { LesserName } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, Undecidable, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { idOfCaller } from '../../scenarios/credentials/ids-of-callers.ts';
import { hidingTrips, madeWithHidden } from '../../scenarios/credentials/made-with-hidden.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import {
  byLesser,
  judgeLesser,
  lesserPrerequisite,
  namedBy,
  type OfCaller,
  otherThanMaker,
  type TriedByLesser,
} from '../../scenarios/credentials/lesser-callers.ts';
import { pageWith } from '../../scenarios/lifecycle/round-trip/pages.ts';
import { onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { collectionAt, largestPage, stylesOf } from '../../subjects/collection.ts';
import { type HidingRead, hidingReads, isTelling, sightingsOf } from '../../subjects/hidden-members.ts';
import { readOfExisting } from './on-existing.ts';

/** One read with the key, and with the credential that has less rights. */
type Result = {
  readonly known: Exchange;
  readonly answer: Exchange;
  /** The id of what the run made with its key; undefined where others may have made what was read. */
  readonly made?: string | undefined;
};

/**
 * A sentence that leaves somebody out by what they are to the resource, and not by their role: "everybody but the backer and staff", "only its author sees it". The credential with less
 * rights may be that person, unless the run made the resource with its key.
 */
const isByRelation = (sentence: string): boolean =>
  /\b(?:but|except|other than|apart from|save for|besides|only|unless)\b[^.;]*\b(?:the|its|their|his|her)\s+\p{L}+|\b(?:the|its|their|his|her)\s+\p{L}+[^.;]*\b(?:only|alone)\b/iu.test(
    sentence,
  );

/** The read with the key: of a resource that the run made with the hidden members where it shows such a one, else of any. */
const readWithKey = async (session: Session, { operation, sentence }: HidingRead): Promise<Omit<Result, 'answer'> | undefined> => {
  const { contract } = session;
  for (const trip of hidingTrips(contract)) {
    const list = trip.lists.find((one) => one.operation.key === operation.key);
    if (trip.read?.key !== operation.key && !list) continue;
    const made = await session.run(madeWithHidden, { operation: trip.create.key });
    if (!made) continue;
    const { sent, id } = made;
    const way = { ...made.way, session };
    const exchange = await ifTried(list ? pageWith(way, list, sent.exchange, id) : onItem(way, operation, sent.exchange, id));
    if (exchange && isSuccess(exchange)) return { known: exchange, made: id };
  }
  if (isByRelation(sentence))
    throw new Undecidable(
      `The run made no resource that ${operation.key} shows with the hidden members, and the credential may be that of somebody who sees them`,
      [],
    );
  const known = await readOfExisting(session, operation);
  if (known === undefined) return undefined;
  const collection = collectionAt(contract, operation.key);
  const [style] = collection ? stylesOf(collection) : [];
  const size = style ? largestPage(style) : [];
  return {
    known: await session.send({ ...known, query: [...known.query.filter(([name]) => !size.some(([own]) => own === name)), ...size] }),
  };
};

/** Sentences about every answer that a role gets, also about itself: "Never part of an answer to a student". */
const ofAllAnswers = /\b(?:never|not|no|left out|omitted|absent|hidden|removed)\b[^.;]*\b(?:answers?|responses?) (?:to|for)\b/iu;

/** The reads of what the credential with less rights sees of itself, where its path names one thing alone; undefined where not both callers see that. */
const readsOfItself = async (session: Session, { operation }: HidingRead, who: LesserName): Promise<Result | undefined> => {
  const [parameter, ...others] = parametersIn(operation.path);
  const id = parameter === undefined || others.length > 0 ? undefined : await session.run(idOfCaller, { name: who });
  if (parameter === undefined || id === undefined) return undefined;
  const request = usableRequest(session, operation, 'itself', { pathValues: { [parameter]: String(id) } });
  const answer = await session.send({ ...request, credential: { kind: 'valid', name: who } });
  if (!isSuccess(answer)) return undefined;
  const known = await session.send(request);
  return isSuccess(known) ? { known, answer } : undefined;
};

/** @throws {Undecidable} when the key is not answered with what the other credential is not to get. */
const readAs = async (session: Session, read: HidingRead, who: LesserName): Promise<Result> => {
  const { known, made } = (await readWithKey(session, read)) ?? {};
  if (!known || !isSuccess(known)) throw new Undecidable(`${read.operation.key} does not succeed with the key`, known ? [known] : []);
  const answer = await session.send({
    ...known.request,
    credential: { kind: 'valid', name: who },
    faults: ['credential-forbidden'],
  });
  const itself = !isSuccess(answer) && ofAllAnswers.test(read.sentence) ? await orSkipped(readsOfItself(session, read, who)) : undefined;
  return itself === undefined || isSkipped(itself) ? { known, answer, made } : itself;
};

const judgeRole = ({ operation, places, sentence }: HidingRead, { who, result }: OfCaller<Result>): Verdict | Unconfirmed => {
  const { known, answer, made } = result;
  if (!isSuccess(answer)) return inconclusive(`The credential "${who}" was answered ${outcomeOf(answer)}`, [answer]);
  const all = places
    .flatMap((place) => sightingsOf(jsonOf(known), place))
    .filter(({ of, value }) => isTelling(value) && (made === undefined || !isByRelation(sentence) || of.split(' ').includes(made)));
  const theirs = places.flatMap((place) => sightingsOf(jsonOf(answer), place));
  const pairs = all.flatMap((one) => {
    const same = theirs.filter(({ place, of }) => place === one.place && of === one.of);
    return same.length === 1 && same[0] ? [{ ...one, theirs: same[0].value }] : [];
  });
  const seen = pairs.find((one) => JSON.stringify(one.theirs) === JSON.stringify(one.value));
  if (!seen)
    return pairs.length > 0 ? pass(pairs.length) : inconclusive(`${operation.key} shows no value that is hidden from the role`, [known]);
  const finding = {
    code: 'hidden-member-shown',
    where: `/${seen.place}`,
    expected: `no value for this role: "${sentence}"`,
    actual: `${shown(seen.value)}, as with the key`,
  };
  return unconfirmed(fail(finding, [answer, known]));
};

export const hiddenMembersLeftOut = defineProbe<HidingRead, TriedByLesser<Result>>({
  id: 'auth/hidden-member-left-out',
  title: 'What the document hides from a role is not in its answers',
  why: 'Prices, notes and addresses that some people must not see are in their browser all the same.',
  fix: 'Choose the members of every answer by the role of the caller, in the one place where resources are written out.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...hidingReads(contract)],
  prerequisites: ({ operation }, around) => [...prerequisitesFor(operation, around), lesserPrerequisite(around)],
  cost: (_read, { contract, target }) => ({
    requests: 24,
    creates: hidingTrips(contract).filter(({ create }) => isAllowed(create, target)).length,
  }),
  run: (read, session) =>
    byLesser(session, { whom: read.whom, named: namedBy(session.contract, read.whom) }, async (who) => {
      if (isByRelation(read.sentence)) for (const { create } of hidingTrips(session.contract)) await otherThanMaker(session, who, create);
      return readAs(session, read, who);
    }),
  judge: (read, tried) => judgeLesser(tried, (one) => judgeRole(read, one)),
});
