import { parametersIn } from '../../contract/infer/path-template.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { spanNames } from '../../generators/spans.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';

/** A creation that takes a time of something for itself, so that no other one may have a part of it. */
export type FreeTime = Subject & {
  readonly trip: Trip;
  /** The members with the begin and the end of the time. */
  readonly begin: string;
  readonly end: string;
  /** Does the document say that one may begin when another one ends. */
  readonly mayTouch: boolean;
};

/** Sentences by which two of a kind may not have a time in common. */
const saysApart =
  /\b(?:never|not|no(?: two)?|cannot|without|must not|may not)\b[^.;]*\boverlap\w*|\boverlap\w*[^.;]*\b(?:409|refused|rejected|conflict|not (?:allowed|possible|permitted|accepted))|\b409\b[^.;]*\boverlap\w*|\bdouble[- ]?book\w*/iu;

/** Words by which only some of them count, or they may overlap after all. */
const saysSome =
  /\b(?:may|can|could|might|allowed to)\b (?!not\b)[^.;]*\boverlap|\b(?:confirmed|approved|accepted|paid|unless|except|up to|more than|at most)\b/iu;

/** Sentences by which one may begin at the moment when another one ends. */
const saysTouch =
  /\bback[- ]to[- ]back\b|\bhalf[- ]open\b|\bno longer (?:a )?part\b|\b(?:ends?|end itself)\b[^.;]*\b(?:exclusive|not (?:a )?part|not included)\b|\bmay (?:start|begin|follow)\b[^.;]*\b(?:that very (?:moment|day)|when|at the (?:same )?moment|the moment|as soon as)\b/iu;

const textsOf = (contract: Contract, operation: Operation): readonly string[] => {
  const conflict = operation.responses.find(({ status }) => status === '409');
  const nodes = [valueAt(contract.document, nodeOf(operation.location)), conflict && valueAt(contract.document, nodeOf(conflict.location))];
  const members = bodyMembers(contract, operation).flatMap(({ schema }) => partsOf(contract.document, schema));
  return [...nodes, ...members].flatMap(saidIn).map((text) => text.replaceAll(/\s+/gu, ' '));
};

/** The creations of a contract whose text says that their times may not overlap, and whose path or body names what the time is of. */
export const freeTimes = (contract: Contract): readonly FreeTime[] =>
  roundTrips(contract).flatMap((trip): readonly FreeTime[] => {
    const { create } = trip;
    if (create.effect !== 'creates' || !create.responses.some(({ status }) => status === '409')) return [];
    const members = bodyMembers(contract, create);
    const [span, ...others] = spanNames(members.filter(({ required }) => required).map(({ name }) => name));
    const isOfOne = parametersIn(create.path).length > 0 || members.some(({ name, required }) => required && wordsOf(name).at(-1) === 'id');
    const said = textsOf(contract, create).flatMap(sentencesOf);
    const apart = said.filter((one) => saysApart.test(one));
    if (!span || others.length > 0 || !isOfOne || apart.length === 0 || apart.some((one) => saysSome.test(one))) return [];
    const [begin, end] = span;
    return [at(create.location, { trip, begin, end, mayTouch: said.some((one) => saysTouch.test(one)) })];
  });
