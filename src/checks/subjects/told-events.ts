import { isActing } from '../../contract/infer/acting.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isLeftBy } from './action-words.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** An event that the text of a stream names, and the operation by which it comes about. */
export type ToldEvent = { readonly name: string; readonly operation: Operation };

/** A stream whose text names events of one kind of resource that a run can create. */
export type EventfulStream = Subject & { readonly operation: Operation; readonly trip: Trip; readonly events: readonly ToldEvent[] };

/** Names of events: a noun and what happened to it, `parcel.sent`, `parcel_sent`, `parcelSent`. */
const eventName = /`(?<name>[A-Za-z]\w*(?:[.:/-][A-Za-z]\w*)+|[a-z]+(?:_[a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|[A-Z][a-z]+(?:[A-Z][a-z]+)+)`/gu;

/** Words by which an event is not always sent. */
const hedged = /\b(?:not|never|no longer|only|may|might|unless|except|if|when|while|optional\w*|later|planned|example|such as|e\.\s?g)\b/iu;

const created: ReadonlySet<string> = new Set(['created', 'added', 'new']);
const updated: ReadonlySet<string> = new Set(['updated', 'changed', 'modified', 'edited']);
const removed: ReadonlySet<string> = new Set(['deleted', 'removed']);

/** What happened by the name of an event to a thing of a noun; undefined where it is about something else. */
const deedIn = (name: string, noun: readonly string[]): string | undefined => {
  const words = wordsOf(name);
  const own = words.slice(0, noun.length).map((word, n) => (n === noun.length - 1 ? singular(word) : word));
  return noun.length > 0 && own.join(' ') === noun.join(' ') && words.length > noun.length ? words.slice(noun.length).join(' ') : undefined;
};

/** The operation that does to a resource what the name of an event says; undefined where none does, or it may be another one. */
const operationFor = ({ operations }: Contract, trip: Trip, deed: string): Operation | undefined => {
  if (created.has(deed)) return trip.create;
  if (updated.has(deed)) return trip.patch ?? trip.put;
  if (removed.has(deed)) return trip.remove;
  const acting = operations.filter((one) => isActing(one) && one.unsupported === undefined && isDirectlyBelow(one.path, trip.itemPath));
  const [only, ...others] = acting.filter((one) => isLeftBy(one, deed));
  return others.length === 0 && only?.inferred?.reaches === undefined ? only : undefined;
};

const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** The names of events that a text has, but those of a sentence that leaves it open when they are sent. */
const namesIn = (texts: readonly string[]): readonly string[] => {
  const all = texts.flatMap(sentencesOf).map((sentence) => ({
    names: [...sentence.matchAll(eventName)].flatMap(({ groups }) => groups?.['name'] ?? []),
    isOpen: hedged.test(sentence) || holdsForSome(sentence),
  }));
  const open = new Set(all.filter(({ isOpen }) => isOpen).flatMap(({ names }) => names));
  return [...new Set(all.flatMap(({ names }) => names))].filter((name) => !open.has(name));
};

/** Every such stream among some, with two events at least: that another one comes shows that the stream is heard. */
export const eventfulStreams = (contract: Contract, streams: readonly Operation[]): readonly EventfulStream[] =>
  contract.standard.size === 0
    ? []
    : streams.flatMap((operation): readonly EventfulStream[] => {
        const names = namesIn(textsOf(contract, operation));
        const found = roundTrips(contract).flatMap((trip) => {
          const noun = nounWordsOf(trip.addsTo);
          const events = names.flatMap((name): readonly ToldEvent[] => {
            const deed = deedIn(name, noun);
            const by = deed === undefined ? undefined : operationFor(contract, trip, deed);
            return by ? [{ name, operation: by }] : [];
          });
          const isHeard = events.length > 1 && events.some((one) => one.operation === trip.create);
          return isHeard ? [at(operation.location, { operation, trip, events })] : [];
        });
        return found.length === 1 ? found : [];
      });
