import { handedState } from '../../contract/infer/handed-state.ts';
import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const few =
  /\b(?:at most|no more than|up to|a maximum of|not more than) (?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty)\b|\b(?:together|in total|altogether|combined)\b|\bthat (?:has|have) none\b|\b(?:if|when|where|once) (?:there is )?one\b[^.;]{0,30}\balready\b|\balready (?:has|have) one\b/iu;

/** "An account can have ten orders; one more is refused", "A rack may hold four crates, a fifth is a 409". */
const aFew = String.raw`(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|twenty|fifty)`;
const roomFor = new RegExp(
  String.raw`\b(?:can|may|could) (?:only |just )?(?:have|hold|take|contain|carry|own|keep) (?:only |just )?${aFew}\b(?! or more\b)`,
  'iu',
);

/** One of each in a state: "A bay can have one open inspection at a time: `409`", "There is at most one pending claim for a parcel". */
const oneOpen =
  /\b(?:has|have|takes?|holds?) (?:(?:only|at most|no more than) )?(?:one|a single) (?:[\w-]+ ){1,4}at (?:a|the same) time\b|\b(?:only|at most|no more than|just) (?:one|a single) (?:open|pending|active|running|unfinished|undecided|unanswered|ongoing) (?:[\w-]+ ){1,4}?(?:for|per|of|on|in) (?:an?|each|every|any|one|the same)\b/iu;

const time = String.raw`(?:second|minute|hour|day|night|week|month|quarter|year|season|term|window|request|call)`;

/** One of each caller: "once per account and trail", "one vote per member", "a second review is a 409", "if you have voted already". */
const onceEach = new RegExp(
  [
    String.raw`\bonce (?:per|for (?:each|every)) (?!${time})\w+`,
    String.raw`\b(?:only|just|exactly|at most) once\b(?! (?:an?|per|each|every|in) (?:\w+ )?${time})`,
    String.raw`\b(?:each|every|an?) (?:account|user|member|customer|guest|visitor|reader|player|caller|person|patient|student|client|buyer)\b[^.;]{0,40} once\b(?! (?:an?|per|each|every) )`,
    String.raw`\bone \w+ (?:per|for (?:each|every)) (?!${time})(?:account|user|member|customer|guest|visitor|reader|player|caller|person|patient|student|client|buyer)\b`,
    String.raw`\b(?:a|the|any|every) second (?!or\b|time\b|later\b|after\b|page\b)\w+`,
    String.raw`\b(?:you|the (?:account|user|member|customer|guest|caller|client)|who(?:ever)?) (?:has |have |had )?(?:\w+ )?already\b|\b(?:already (?:rated|reviewed|voted|applied|joined|answered|signed up|checked in)|(?:rated|reviewed|voted|applied|joined|answered|signed up|checked in) (?:it |there |on it )?already)\b`,
  ].join('|'),
  'iu',
);

/** A second one of the same name is refused wherever it is. */
const isOfNames = /\b(?:same|names?|titles?|codes?|unique|key|keys)\b/iu;

const refused = /\b(?:409|422|400|refused|rejected|cannot|must)\b/u;

/**
 * Does the text of a creation say that a resource takes few of what is created below it: "At most 10 ticket types", "their quantities together cannot exceed the
 * capacity", "Once per account and trail; a second review is a 409". What all checks create below one would be too many.
 */
export const takesFew = (contract: Contract, creation: Operation): boolean =>
  saysRefused(
    contract,
    creation,
    (one) => few.test(one) || roomFor.test(one) || oneOpen.test(one) || (onceEach.test(one) && !isOfNames.test(one)),
  );

/** Does the text of a creation say that a resource has one of what it creates at a time, so that a second one for the same is refused as long as the first is open. */
export const takesOneAtATime = (contract: Contract, creation: Operation): boolean =>
  creation.effect.startsWith('creates') && saysRefused(contract, creation, (one) => oneOpen.test(one));

/** Does a creation ask for a parent of its own each time: the last one has taken what others were to take, or brought the parent to another state. */
export const asksOwnParent = (contract: Contract, creation: Operation): boolean =>
  takesFew(contract, creation) || handedState(contract, creation) !== undefined;

const saysRefused = ({ document }: Contract, { location }: Operation, isTold: (statement: string) => boolean): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .map(statementsOf)
    // "A member has at most one pass: if there is one already, you get a 409."
    .some((all) => all.some((one, n) => isTold(one) && refused.test(`${one} ${all[n + 1] ?? ''}`)));
